"""What is written down of an access, how long a reason holds, what a month looks like. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core import clock
from app.core.business_days import is_business_day

VIEWED, LISTED, REVEALED, DOWNLOADED = "viewed", "listed", "revealed", "downloaded"
ACTIONS = (VIEWED, LISTED, REVEALED, DOWNLOADED)
"""What can be done with somebody's data: opened, found in a list, unmasked, taken along."""

PURPOSES = ("contact", "identity", "correct", "complaint", "request", "audit", "other")
"""Why masked data may be looked at (열람 목적)."""

REASON_HOLDS = timedelta(minutes=10)
WORDS = (4, 200)
"""Letters of a reason in one's own words."""

RESULT = (4, 1000)
REMIND_ON = 10
"""The day of the month after which a review that is missing is asked for."""

OFFICE_HOURS = (time(8), time(19))
MUCH = 3
"""How many times a member of staff's own average makes a month unusual …"""
ENOUGH = 30
"""… if it is at least so many accesses."""


@dataclass(frozen=True)
class Looker:
    """A member of staff who looks: the account and where they sit."""

    institution_id: str
    account_id: str
    login_id: str
    address: str


@dataclass(frozen=True)
class Use:
    """One access as its digest covers it."""

    id: str
    institution_id: str
    account_id: str
    login_id: str
    at: datetime
    address: str
    action: str
    what: str
    reference: str
    purpose: str
    words: str
    subjects: tuple[str, ...]


def digest(use: Use) -> str:
    """SHA-256 (hex) over the access in canonical JSON."""
    fields: Mapping[str, Any] = {**use.__dict__, "at": use.at.isoformat()}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def whose(people: Iterable[str]) -> tuple[str, ...]:
    """The persons concerned, each once, in one order."""
    return tuple(sorted({person for person in people if person}))


def reason_holds(given: datetime, now: datetime) -> bool:
    """Whether a reason given then still lets one look."""
    return given <= now < given + REASON_HOLDS


def outside_hours(at: datetime) -> bool:
    """Whether it was outside the hours in which an office works: then one asks why."""
    local = clock.kst(at)
    begins, ends = OFFICE_HOURS
    return not (is_business_day(local.date()) and begins <= local.time() < ends)


def unusual(now: int, before: list[int]) -> bool:
    """Whether somebody looked far more often than in the months before; a newcomer, a lot."""
    usual = sum(before) / len(before) if before else 0
    return now >= ENOUGH and now > MUCH * usual


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """The first day of `2026-11`; raises ValueError for anything else."""
    if len(month) != 7 or not month.isascii():
        raise ValueError("a month reads 2026-11")
    return date.fromisoformat(f"{month}-01")


def month_before(month: str) -> str:
    """The month before `2026-11`."""
    return month_of(first_day(month) - timedelta(days=1))


def bounds(month: str) -> tuple[datetime, datetime]:
    """The instants between which the month lies in Seoul, the second one outside."""
    begins = first_day(month)
    ends = (begins.replace(day=28) + timedelta(days=4)).replace(day=1)
    return _midnight(begins), _midnight(ends)


def is_over(month: str, today: date) -> bool:
    """Whether the month is past, so that it can be reviewed."""
    return month < month_of(today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.KST)
