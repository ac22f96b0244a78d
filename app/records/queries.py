"""Reading the access log: a page of it, a person's part of it, why somebody may look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.names import masked_name
from app.parties.models import Person
from app.records.models import Access, AccessSubject, Reason
from app.records.rules import REASON_HOLDS

PAGE = 50
SHOWN = 3
"""Names shown of one access; the rest are counted."""


@dataclass(frozen=True)
class Wanted:
    """What the auditor asks for; what is empty leaves nothing out."""

    begins: datetime | None = None
    ends: datetime | None = None
    login_id: str = ""
    action: str = ""
    name: str = ""


@dataclass(frozen=True)
class Line:
    """One access with the (masked) names of some whom it concerned."""

    access: Access
    names: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many others it concerned."""
        return self.access.subjects - len(self.names)


def lines(
    session: Session, institution_id: str, wanted: Wanted, before: str = "", limit: int = PAGE
) -> list[Line]:
    """A page of the log, the newest first; `before`: the id the page before it ended with."""
    query = _wanted(institution_id, wanted)
    if before:
        query = query.where(Access.id < before)
    found = list(session.scalars(query.order_by(Access.id.desc()).limit(limit)))
    names = _names(session, [each.id for each in found])
    return [Line(each, tuple(names.get(each.id, ())[:SHOWN])) for each in found]


def of_person(session: Session, person_id: str, limit: int = 1000) -> list[Access]:
    """Who looked at one person's data, the newest first."""
    query = (
        select(Access)
        .join(AccessSubject, AccessSubject.access_id == Access.id)
        .where(AccessSubject.person_id == person_id)
    )
    return list(session.scalars(query.order_by(Access.id.desc()).limit(limit)))


def reasons(
    session: Session, account_id: str, people: Iterable[str], now: datetime
) -> dict[str, Reason]:
    """Person -> the reason that lets this account see them unmasked now."""
    query = select(Reason).where(
        Reason.account_id == account_id,
        Reason.person_id.in_(sorted(set(people))),
        Reason.at > now - REASON_HOLDS,
        Reason.at <= now,
    )
    return {found.person_id: found for found in session.scalars(query.order_by(Reason.at))}


def _wanted(institution_id: str, wanted: Wanted) -> Select[Access]:
    query = select(Access).where(Access.institution_id == institution_id)
    if wanted.begins:
        query = query.where(Access.at >= wanted.begins)
    if wanted.ends:
        query = query.where(Access.at < wanted.ends)
    if wanted.login_id:
        query = query.where(Access.login_id == wanted.login_id)
    if wanted.action:
        query = query.where(Access.action == wanted.action)
    if wanted.name:
        named = (
            select(AccessSubject.access_id)
            .join(Person, Person.id == AccessSubject.person_id)
            .where(Person.name == wanted.name)
        )
        query = query.where(Access.id.in_(named))
    return query


def _names(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    query = (
        select(AccessSubject.access_id, Person.name)
        .outerjoin(Person, Person.id == AccessSubject.person_id)
        .where(AccessSubject.access_id.in_(ids))
        .order_by(AccessSubject.access_id, AccessSubject.person_id)
    )
    found: dict[str, list[str]] = {}
    for access_id, name in session.execute(query):
        found.setdefault(access_id, []).append(masked_name(name or "-"))
    return found
