"""What sending and using share: a challenge's fingerprints, its refusals, its events."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core import clock
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.db.types import ring
from app.db.unit import Unit
from app.identity.models import Challenge
from app.identity.rules import Binding


@dataclass(frozen=True)
class Spent:
    """What a try met. outcome: `open` (the code may be looked at now), else why not: missing,
    foreign, other_session, used, superseded, expired, dead, locked."""

    outcome: str
    challenge_id: str = ""
    tries_left: int = 0
    until: datetime | None = None


REFUSALS = {
    "missing": ("CODE_MISSING", 422),
    "foreign": ("IDENTITY_MISMATCH", 422),
    "other_session": ("OTHER_SESSION", 422),
    "changed": ("BINDING_CHANGED", 409),
    "used": ("CODE_USED", 409),
    "superseded": ("CODE_SUPERSEDED", 422),
    "expired": ("CODE_EXPIRED", 422),
    "dead": ("TRIES_USED_UP", 422),
    "last_wrong": ("TRIES_USED_UP", 422),
    "wrong": ("WRONG_CODE", 422),
    "locked": ("METHOD_LOCKED", 429),
}
"""Outcome -> code and status; the sentence stands under `identity.refused.<outcome>`."""


def refusal(spent: Spent) -> Refused:
    code, status = REFUSALS[spent.outcome]
    key = f"identity.refused.{spent.outcome}"
    minutes = _minutes(spent.until) if spent.until else 0
    return Refused(code, status, key, tries=spent.tries_left, minutes=minutes)


def _minutes(until: datetime) -> int:
    return max(-(-(until - clock.now()) // timedelta(minutes=1)), 1)


def sealed(binding: Binding) -> str:
    """The binding's fingerprint; keyed, because a number can be guessed from a plain hash."""
    return ring().blind(binding.digest(), "identity.binding")


def mac(challenge: Challenge, code: str) -> str:
    return ring().blind(f"{challenge.id}|{challenge.binding}|{code}", "identity.code")


def emit(
    u: Unit,
    challenge: Challenge,
    what: str,
    more: dict[str, Any] | None = None,
    person_id: str = "",
) -> None:
    person_id = person_id or challenge.person_id
    facts = {
        "challenge": challenge.id,
        "channel": challenge.channel,
        "number": challenge.number_masked,
        **(more or {}),
    }
    actor = Actor("person", person_id)
    u.emit(
        Event(what, challenge.subject, challenge.institution_id, actor, facts, person_id=person_id)
    )
