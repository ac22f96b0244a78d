"""What a report and the register say together."""

import pytest

from app.vault.rules import DIFFERS, HOLDS, UNSURE, VOID, verdict

ALL = dict.fromkeys(("readable", "seal", "intact", "trusted", "whole", "attachments"), True)


@pytest.mark.parametrize(
    ("broken", "state", "said"),
    [
        ((), "current", HOLDS),
        ((), "strengthened", HOLDS),
        ((), "void", VOID),
        ((), None, UNSURE),
        (("readable", "seal", "intact", "trusted"), None, UNSURE),
        (("seal", "intact", "trusted"), None, UNSURE),
        (("trusted",), None, UNSURE),
        (("intact",), None, DIFFERS),
        (("intact", "trusted"), None, DIFFERS),
        (("whole",), None, DIFFERS),
        (("attachments",), "current", DIFFERS),
    ],
)
def test_verdict(broken: tuple[str, ...], state: str | None, said: str) -> None:
    assert verdict(ALL | dict.fromkeys(broken, False), state) == said


def test_nothing_looked_at_is_nothing_known() -> None:
    assert verdict({}, "current") == UNSURE
