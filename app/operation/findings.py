"""What a look at one thing says: as it should be, worth a look, or wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

OK, LOOK, WRONG = "ok", "look", "wrong"


@dataclass(frozen=True)
class Finding:
    """A state (`ok`, `look`: not now but soon, `wrong`) and a sentence that says what to do."""

    state: str
    says: str


Findings = Iterator[Finding]


def when(fine: bool, says: str, otherwise: str, state: str = WRONG) -> Finding:
    """`says` when it is fine, `otherwise` with that state when not."""
    return Finding(OK, says) if fine else Finding(state, otherwise)
