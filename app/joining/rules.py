"""How long things last on the way to an account, and how a change of number moves. Pure."""

import hashlib
from datetime import timedelta

from app.core.errors import Refused

JOIN, RESET = "join", "reset"
MAIL, UNLINKED = "mail", "open"

LIFE = timedelta(minutes=30)
"""From the first page to the last."""
CHOOSING = timedelta(minutes=10)
"""From the right code to the new password."""
CODE = timedelta(minutes=3)
"""A code counts this long from the moment it was asked for, whatever the telephone does: it must
not show whether a call was answered."""
AGAIN = timedelta(minutes=1)
"""The same form sent twice gets the same answer for so long."""
AT_THE_COUNTER = timedelta(hours=24)
"""How long somebody may join without a link once an officer has said so."""
INVITATIONS_A_DAY = 5
"""Per person and institution, however many officers press."""
BEGINNINGS, BEGINNINGS_WINDOW = 60, timedelta(minutes=10)
"""From one address; more are noted and nobody is blocked (carriers share addresses)."""

PROPOSED, APPROVED, DONE, REFUSED, CANCELLED = (
    "PROPOSED",
    "APPROVED",
    "DONE",
    "REFUSED",
    "CANCELLED",
)
MOVES = {
    (PROPOSED, "approve"): APPROVED,
    (PROPOSED, "refuse"): REFUSED,
    (PROPOSED, "cancel"): CANCELLED,
    (APPROVED, "cancel"): CANCELLED,
    (APPROVED, "apply"): DONE,
}
"""(state, what happens) -> state of a change of number; anything else is refused."""
ENDS = frozenset({DONE, REFUSED, CANCELLED})

PROOFS = ("resident", "driver", "passport", "foreigner")
"""What may lie on the counter: 주민등록증, 운전면허증, 여권, 외국인등록증."""
REASONS = (2, 200)
"""Characters of the reason for a change of number."""


def move(state: str, what: str) -> str:
    """The state afterwards; raises Refused CHANGE_MOVED (409) where somebody was quicker."""
    after = MOVES.get((state, what))
    if after is None:
        raise Refused("CHANGE_MOVED", 409)
    return after


def token_hash(token: str) -> str:
    """What is kept of a link's or a cookie's token (256 random bits: a plain SHA-256 is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()
