"""What an institution decides for itself: dated rows over the values the house comes with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.parties.models import Policy

WON, WHOLE = "won", "whole"
"""How a value is written: a sum, or a number."""


@dataclass(frozen=True)
class Choice:
    """Something an institution may decide: its value until it has, and between what."""

    key: str
    kind: str
    default: int
    least: int
    most: int


RELEASE_LIMIT = Choice("release_limit", WON, 100_000_000, 0, 10**12)
"""A request above this sum leaves only after a second person has released it (four eyes)."""

TEMPLATE_NOTICE = Choice("template_notice", WHOLE, 1, 0, 90)
"""Days between the publication of a paper template and the first day it may be in force."""

NUMBER_CHANGE_WAIT_HOURS = Choice("number_change_wait_hours", WHOLE, 24, 1, 14 * 24)
"""Hours between the second person's word and a new number of record: time for the old to object."""

INVITATION_DAYS = Choice("invitation_days", WHOLE, 14, 1, 60)
"""How long an invitation that the desk sends (not one with a request) can be answered."""

REMINDERS_MOST = Choice("reminders_most", WHOLE, 3, 0, 10)
"""How often staff may remind the signers of one request, beside the reminders before a deadline."""

REMIND_HOURS = Choice("remind_hours", WHOLE, 24, 1, 14 * 24)
"""Hours between two such reminders."""

EXTENSION_DAYS = Choice("extension_days", WHOLE, 30, 1, 365)
"""By how many days a deadline may be put off at a time."""
RETAIN_UNCONCLUDED = Choice("retain_unconcluded", WHOLE, 365, 30, 1095)
"""Days a request that led to no agreement is kept after its end."""
RETAIN_CONCLUDED = Choice("retain_concluded", WHOLE, 10, 5, 30)
"""Years a concluded agreement is kept after its guarantee's last day."""
RETAIN_MESSAGES = Choice("retain_messages", WHOLE, 3, 1, 10)
"""Years it is kept that a message was sent."""
RETAIN_ACCESSES = Choice("retain_accesses", WHOLE, 3, 2, 10)
"""Years the access log is kept: never fewer than two (B3-03)."""
RETAIN_RIGHTS = Choice("retain_rights", WHOLE, 3, 3, 10)
"""Years a person's request about their data is kept after its answer."""

CATALOGUE = {
    choice.key: choice
    for choice in (
        RELEASE_LIMIT,
        TEMPLATE_NOTICE,
        NUMBER_CHANGE_WAIT_HOURS,
        INVITATION_DAYS,
        REMINDERS_MOST,
        REMIND_HOURS,
        EXTENSION_DAYS,
        RETAIN_UNCONCLUDED,
        RETAIN_CONCLUDED,
        RETAIN_MESSAGES,
        RETAIN_ACCESSES,
        RETAIN_RIGHTS,
    )
}


def in_force(session: Session, institution_id: str, choice: Choice, on: date | None = None) -> int:
    """The value that holds on a day (today in Korea, if not said)."""
    query = (
        select(Policy.value)
        .where(
            Policy.institution_id == institution_id,
            Policy.key == choice.key,
            Policy.effective_from <= (on or clock.today()),
        )
        .order_by(Policy.effective_from.desc(), Policy.id.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return choice.default if found is None else found


def decide(
    u: Unit, institution_id: str, key: str, value: int, effective_from: date, account_id: str
) -> None:
    """Let a value hold from a day on: today or later, what was is not rewritten.

    Raises Refused POLICY_UNKNOWN (404), POLICY_VALUE or POLICY_DAY (422).
    """
    choice = CATALOGUE.get(key)
    if choice is None:
        raise Refused("POLICY_UNKNOWN", 404)
    if not choice.least <= value <= choice.most:
        raise Refused("POLICY_VALUE", 422, least=f"{choice.least:,}", most=f"{choice.most:,}")
    if effective_from < clock.today():
        raise Refused("POLICY_DAY", 422)
    row = Policy(
        institution_id=institution_id,
        key=key,
        value=value,
        effective_from=effective_from,
        decided_by=account_id,
        decided_at=u.now,
    )
    u.session.add(row)
    u.session.flush()
    facts = {"key": key, "value": value, "from": effective_from.isoformat()}
    actor = Actor("staff", account_id)
    u.emit(
        Event(
            "parties:policy:decided", f"institution:{institution_id}", institution_id, actor, facts
        )
    )


@dataclass(frozen=True)
class Standing:
    """A choice as it stands: the value that holds and the row it comes from (None: the house's
    own), and the rows that are to come, the next one first."""

    choice: Choice
    value: int
    row: Policy | None
    coming: list[Policy]


def standings(session: Session, institution_id: str) -> list[Standing]:
    """Every choice of the catalogue."""
    return [standing(session, institution_id, choice) for choice in CATALOGUE.values()]


def standing(session: Session, institution_id: str, choice: Choice) -> Standing:
    """How one stands today."""
    rows = history(session, institution_id, choice)
    today = clock.today()
    past = [row for row in rows if row.effective_from <= today]
    coming = [row for row in reversed(rows) if row.effective_from > today]
    return Standing(
        choice, past[0].value if past else choice.default, next(iter(past), None), coming
    )


def history(session: Session, institution_id: str, choice: Choice) -> list[Policy]:
    """Every decision, the one that holds last first; of one day, the later one counts."""
    query = select(Policy).where(Policy.institution_id == institution_id, Policy.key == choice.key)
    return list(session.scalars(query.order_by(Policy.effective_from.desc(), Policy.id.desc())))
