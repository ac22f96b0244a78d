"""How a message can fail outside, in words every adapter of a channel shares."""

from typing import Literal

Reason = Literal[
    "bad_number",
    "unreachable",
    "rejected",
    "spam_blocked",
    "opted_out",
    "too_long",
    "sender_unregistered",
    "throttled",
    "auth",
    "config",
    "unknown",
]

BROKEN: frozenset[Reason] = frozenset({"sender_unregistered", "auth", "config"})
"""Our own set-up is at fault: nothing on this channel will get through, staff must know."""


class Undelivered(Exception):
    """The provider did not take the message. `throttled` may be tried again; `unknown` means that
    nobody can say whether it went out, so it must not be. Never holds number or text."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason
