"""Telephone calls that read a code out: what we ask of a telephone line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Stage = Literal["ringing", "answered"]

Outcome = Literal[
    "announced",
    "no_key",
    "no_answer",
    "busy",
    "rejected",
    "bad_number",
    "unavailable",
    "trunk_error",
    "trunk_auth",
    "hung_up_early",
    "max_time",
    "worker_lost",
]

Tell = Callable[[Stage], None]


@dataclass(frozen=True)
class ReadOut:
    """What the call says: who calls and about how much (won; 0: about no sum) first, then the code,
    twice."""

    institution: str
    amount: int
    code: str


class VoicePort(Protocol):
    """One outgoing call at a time."""

    def place(
        self, call_id: str, to: str, script: ReadOut, tell: Tell, ring_s: int = 30, max_s: int = 60
    ) -> Outcome:
        """Call the number `to` (digits), `tell` how it goes, return when it is over.

        The same `call_id` is never dialled twice: a call whose worker died ends as `worker_lost`,
        because a second call with the same code would confuse the person.
        """
