"""What a month of the access log looks like: who looked how often, when, how unusual that is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.records import rules
from app.records.models import Access, AccessSubject, Review
from app.records.rules import DOWNLOADED, REVEALED

COMPARED = 3
"""Months a month is compared with."""
SHOWN = 24


@dataclass(frozen=True)
class Figures:
    """One member of staff's month, or everybody's (`login_id` empty)."""

    login_id: str
    accesses: int
    people: int
    outside: int
    revealed: int
    downloaded: int
    unusual: bool = False


@dataclass(frozen=True)
class Month:
    """A month in the list of reviews."""

    month: str
    accesses: int
    over: bool
    review: Review | None


def figures(session: Session, institution_id: str, month: str) -> tuple[Figures, list[Figures]]:
    """The month as a whole, and by account: those who looked most first."""
    people = _people(session, institution_id, month)
    counts = _counted(session, institution_id, month)
    before = _before(session, institution_id, month)
    staff = [
        Figures(
            login_id=login,
            accesses=count["all"],
            people=people.get(login, 0),
            outside=count["outside"],
            revealed=count[REVEALED],
            downloaded=count[DOWNLOADED],
            unusual=rules.unusual(count["all"], before.get(login, [])),
        )
        for login, count in counts.items()
    ]
    sums = {
        name: sum(getattr(each, name) for each in staff)
        for name in ("accesses", "outside", "revealed", "downloaded")
    }
    whole = Figures("", people=_everybody(session, institution_id, month), **sums)
    return whole, sorted(staff, key=lambda each: (-each.accesses, each.login_id))


def months(session: Session, institution_id: str, today: date) -> list[Month]:
    """The months since the log began (at most two years of them), the present one first."""
    first = session.scalar(
        select(func.min(Access.at)).where(Access.institution_id == institution_id)
    )
    signed = {
        review.month: review
        for review in session.scalars(select(Review).filter_by(institution_id=institution_id))
    }
    oldest = rules.month_of(clock.kst(first).date()) if first else ""
    found: list[Month] = []
    month = rules.month_of(today)
    while len(found) < SHOWN and (not found or (oldest and month >= oldest)):
        count = _count(session, institution_id, month)
        found.append(Month(month, count, rules.is_over(month, today), signed.get(month)))
        month = rules.month_before(month)
    return found


def review_of(session: Session, institution_id: str, month: str) -> Review | None:
    """The month's signed review, or None."""
    query = select(Review).filter_by(institution_id=institution_id, month=month)
    return session.scalars(query).one_or_none()


def unreviewed(session: Session, month: str) -> list[str]:
    """The institutions with accesses in that month and no review of it."""
    begins, ends = rules.bounds(month)
    done = select(Review.institution_id).where(Review.month == month)
    query = (
        select(Access.institution_id)
        .where(Access.at >= begins, Access.at < ends, Access.institution_id.not_in(done))
        .distinct()
    )
    return list(session.scalars(query))


def _in(institution_id: str, month: str) -> list[ColumnElement[bool]]:
    begins, ends = rules.bounds(month)
    return [Access.institution_id == institution_id, Access.at >= begins, Access.at < ends]


def _count(session: Session, institution_id: str, month: str) -> int:
    query = select(func.count()).select_from(Access).where(*_in(institution_id, month))
    return session.scalar(query) or 0


def _counted(session: Session, institution_id: str, month: str) -> dict[str, Counter[str]]:
    """Login -> how often by kind, `all` and `outside` office hours."""
    query = select(Access.login_id, Access.action, Access.at).where(*_in(institution_id, month))
    found: dict[str, Counter[str]] = {}
    for login, action, at in session.execute(query, execution_options={"yield_per": 10_000}):
        count = found.setdefault(login, Counter())
        count.update(["all", action, *(["outside"] if rules.outside_hours(at) else [])])
    return found


def _before(session: Session, institution_id: str, month: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for _ in range(COMPARED):
        month = rules.month_before(month)
        query = select(Access.login_id, func.count()).where(*_in(institution_id, month))
        for login, count in session.execute(query.group_by(Access.login_id)):
            found.setdefault(login, []).append(count)
    return found


def _people(session: Session, institution_id: str, month: str) -> dict[str, int]:
    query = (
        select(Access.login_id, func.count(distinct(AccessSubject.person_id)))
        .join(AccessSubject, AccessSubject.access_id == Access.id)
        .where(*_in(institution_id, month))
        .group_by(Access.login_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _everybody(session: Session, institution_id: str, month: str) -> int:
    query = (
        select(func.count(distinct(AccessSubject.person_id)))
        .join(Access, Access.id == AccessSubject.access_id)
        .where(*_in(institution_id, month))
    )
    return session.scalar(query) or 0
