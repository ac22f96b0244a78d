"""Reading the register of firms as one institution may see it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.phone import masked
from app.joining.models import NumberChange
from app.parties.models import UNCONFIRMED, Firm, NumberOfRecord, Person, Representation


@dataclass(frozen=True)
class Entry:
    """Somebody who stands or stood for the firm. waits: the number waits for a second person."""

    person_id: str
    name: str
    role: str
    since: date
    until: date | None
    number: str
    waits: bool


@dataclass(frozen=True)
class FirmEntry:
    """A firm's page; shared: others deal with it too, so that its people are not changed here."""

    firm: Firm
    people: list[Entry]
    shared: bool


def dealing_with(session: Session, firm_id: str) -> set[str]:
    """The institutions that have a number of anybody who ever stood for the firm."""
    query = (
        select(NumberOfRecord.institution_id)
        .join(Representation, Representation.person_id == NumberOfRecord.person_id)
        .where(Representation.firm_id == firm_id)
        .distinct()
    )
    return set(session.scalars(query))


def firm_entry(session: Session, institution_id: str, firm_id: str) -> FirmEntry | None:
    """The firm as that institution sees it; None where it deals only with others."""
    firm = session.get(Firm, firm_id)
    if firm is None:
        return None
    houses = dealing_with(session, firm_id)
    if houses and institution_id not in houses:
        return None
    return FirmEntry(firm, _people(session, institution_id, firm_id), len(houses) > 1)


def _people(session: Session, institution_id: str, firm_id: str) -> list[Entry]:
    query = (
        select(Representation, Person.name)
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.firm_id == firm_id)
        .order_by(Representation.until.is_not(None), Representation.id)
    )
    rows = [(each, name) for each, name in session.execute(query)]
    ids = [each.person_id for each, _ in rows]
    numbers = _numbers(session, institution_id, ids)
    waiting = _waiting(session, institution_id, ids)
    return [
        Entry(
            person_id=each.person_id,
            name=name,
            role=each.role,
            since=each.since,
            until=each.until,
            number=numbers.get(each.person_id, ""),
            waits=each.person_id in waiting,
        )
        for each, name in rows
    ]


def _numbers(session: Session, institution_id: str, people: list[str]) -> dict[str, str]:
    """Person -> their first number here that counts, masked."""
    query = (
        select(NumberOfRecord)
        .where(
            NumberOfRecord.institution_id == institution_id,
            NumberOfRecord.person_id.in_([*people, ""]),
        )
        .order_by(NumberOfRecord.position.desc(), NumberOfRecord.id.desc())
    )
    return {
        row.person_id: masked(row.number)
        for row in session.scalars(query)
        if row.resting_until != UNCONFIRMED
    }


def _waiting(session: Session, institution_id: str, people: list[str]) -> set[str]:
    query = select(NumberChange.person_id).where(
        NumberChange.institution_id == institution_id,
        NumberChange.person_id.in_([*people, ""]),
        NumberChange.ended_at.is_(None),
        NumberChange.old_masked == "",
    )
    return set(session.scalars(query))
