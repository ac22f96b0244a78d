"""Reading the register."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.db.types import ring
from app.parties.models import (
    UNCONFIRMED,
    Branch,
    Firm,
    Institution,
    NumberOfRecord,
    Person,
    Representation,
)

LAST_LETTER = "\U0010ffff"
"""Sorts behind whatever else a name may go on with."""

COUNTS = or_(NumberOfRecord.resting_until.is_(None), NumberOfRecord.resting_until < UNCONFIRMED)
"""That a second person has looked at a number of record."""


@dataclass(frozen=True)
class Number:
    """A number of record: its id (safe to put on a page) and its digits (never).

    resting_until: no code goes there before, where that is set.
    """

    id: str
    digits: str
    resting_until: datetime | None = None


@dataclass(frozen=True)
class Representative:
    """A person who stands for a firm, in which role, since when."""

    person_id: str
    name: str
    role: str
    since: date


def born_hash(name: str, birth_date: date) -> str:
    """The fingerprint that finds a person by name (spaces ignored) and birth date."""
    return ring().blind(f"{plain_name(name)}|{birth_date.isoformat()}", "person.born")


def plain_name(name: str) -> str:
    """A name as it is compared: one width, no spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def persons_born(session: Session, name: str, birth_date: date) -> list[str]:
    """The ids of whoever has that name and birth date."""
    return list(
        session.scalars(select(Person.id).where(Person.born_hash == born_hash(name, birth_date)))
    )


def persons_of_firm(session: Session, name: str, business_number: str, on: date) -> list[str]:
    """The ids of whoever has that name and stands for the firm with that number on the day."""
    query = (
        select(Person.id, Person.name)
        .join(Representation, Representation.person_id == Person.id)
        .join(Firm, Firm.id == Representation.firm_id)
        .where(Firm.business_number == business_number, *_in_force(on))
    )
    wanted = plain_name(name)
    return list(
        {id_: None for id_, called in session.execute(query) if plain_name(called) == wanted}
    )


def numbers_of_persons(session: Session, person_ids: list[str]) -> list[NumberOfRecord]:
    """All numbers of record of these persons that count, at whatever institution."""
    query = select(NumberOfRecord).where(NumberOfRecord.person_id.in_([*person_ids, ""]), COUNTS)
    return list(session.scalars(query.order_by(NumberOfRecord.position, NumberOfRecord.id)))


def institutions(session: Session) -> list[Institution]:
    """Every institution, by name."""
    return list(session.scalars(select(Institution).order_by(Institution.name)))


def institution_by_code(session: Session, code: str) -> Institution | None:
    """The institution with that code, or None."""
    return session.scalar(select(Institution).where(Institution.code == code))


def branch_by_name(session: Session, institution_id: str, name: str) -> Branch | None:
    """The institution's branch of that name, if it is open, or None."""
    query = select(Branch).where(
        Branch.institution_id == institution_id, Branch.name == name, Branch.closed_at.is_(None)
    )
    return session.scalar(query)


def branches_of(session: Session, institution_id: str) -> list[Branch]:
    """The institution's branches by name, the closed ones last."""
    query = select(Branch).where(Branch.institution_id == institution_id)
    return list(session.scalars(query.order_by(Branch.closed_at.is_not(None), Branch.name)))


def firm_by_business_number(session: Session, business_number: str) -> Firm | None:
    """The firm with that number (10 digits), or None."""
    return session.scalar(select(Firm).where(Firm.business_number == business_number))


def firms_named(session: Session, beginning: str, most: int) -> list[Firm]:
    """Firms whose names begin like that, in order, at most so many."""
    if session.get_bind().dialect.name == "postgresql":
        begins = Firm.name.startswith(beginning, autoescape=True)
    else:  # SQLite uses an index for a range, not for LIKE
        begins = and_(Firm.name >= beginning, Firm.name < beginning + LAST_LETTER)
    return list(session.scalars(select(Firm).where(begins).order_by(Firm.name).limit(most)))


def representatives(session: Session, firm_id: str, on: date) -> list[Representative]:
    """Who stands for the firm on that day, in the order entered."""
    query = (
        select(Person.id, Person.name, Representation.role, Representation.since)
        .join(Representation, Representation.person_id == Person.id)
        .where(Representation.firm_id == firm_id, *_in_force(on))
        .order_by(Representation.id)
    )
    return [Representative(*row) for row in session.execute(query)]


def representatives_of(
    session: Session, firm_ids: Iterable[str], on: date
) -> dict[str, list[Representative]]:
    """The same for many firms, by the firm's id."""
    query = (
        select(
            Representation.firm_id,
            Person.id,
            Person.name,
            Representation.role,
            Representation.since,
        )
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.firm_id.in_(list(firm_ids)), *_in_force(on))
        .order_by(Representation.id)
    )
    found: dict[str, list[Representative]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(Representative(*row[1:]))
    return found


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    """That a representation holds on a day."""
    return (
        Representation.since <= on,
        or_(Representation.until.is_(None), Representation.until >= on),
    )


def numbers_of(session: Session, institution_id: str, person_id: str) -> list[Number]:
    """The person's numbers of record at that institution that count, the preferred one first."""
    query = (
        select(NumberOfRecord)
        .where(
            NumberOfRecord.institution_id == institution_id,
            NumberOfRecord.person_id == person_id,
            COUNTS,
        )
        .order_by(NumberOfRecord.position, NumberOfRecord.id)
    )
    return [Number(row.id, row.number, row.resting_until) for row in session.scalars(query)]


def all_numbers_of(session: Session, person_id: str) -> list[Number]:
    """The person's numbers at every institution, as far as they count."""
    query = (
        select(NumberOfRecord)
        .where(NumberOfRecord.person_id == person_id, COUNTS)
        .order_by(NumberOfRecord.position, NumberOfRecord.id)
    )
    return [Number(row.id, row.number) for row in session.scalars(query)]


def mail_of(session: Session, person_id: str) -> str | None:
    """The person's mail address, or None."""
    return session.scalar(select(Person.mail).where(Person.id == person_id))
