"""People as an institution's staff see them: whoever has a number of record there, nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.queries import signers
from app.core import clock
from app.core.phone import masked
from app.delivery.messages import masked_mail
from app.joining import rules
from app.joining.desk.asked import Asked
from app.joining.models import Invitation, NumberChange
from app.parties.models import UNCONFIRMED, NumberOfRecord, Person
from app.parties.queries import firm_by_business_number, persons_born, representatives

LAST = 20
"""How many changes that are over the page still shows."""


@dataclass(frozen=True)
class Line:
    """Somebody in a list: account `joined`, `closed`, `invited` or `none`."""

    person_id: str
    name: str
    numbers: list[str]
    account: str


@dataclass(frozen=True)
class Change:
    """A change of number with everybody's names."""

    id: str
    person_id: str
    name: str
    old: str
    new: str
    reason: str
    shown: str
    state: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    in_force_at: datetime | None
    mine: bool

    @property
    def open(self) -> bool:
        """Whether something can still be done about it."""
        return self.state not in rules.ENDS


@dataclass(frozen=True)
class Dossier:
    """One person's page."""

    line: Line
    mail: str
    numbers: list[tuple[str, str]]
    invitation: Invitation | None
    changes: list[Change]

    @property
    def change(self) -> Change | None:
        """The one that is under way."""
        return next((each for each in self.changes if each.open), None)


def found(session: Session, institution_id: str, asked: Asked) -> list[Line]:
    """Whoever stands for the firm today, or has that name and birth date."""
    if asked.born:
        people = persons_born(session, asked.name, asked.born)
    else:
        firm = firm_by_business_number(session, asked.business_number)
        standing = representatives(session, firm.id, clock.today()) if firm else []
        people = [each.person_id for each in standing]
    return lines(session, institution_id, people)


def lines(session: Session, institution_id: str, people: Iterable[str]) -> list[Line]:
    """These persons, as far as the institution has a number of theirs on record."""
    ids = list(dict.fromkeys(people))
    query = (
        select(NumberOfRecord, Person.name)
        .join(Person, Person.id == NumberOfRecord.person_id)
        .where(
            NumberOfRecord.institution_id == institution_id,
            NumberOfRecord.person_id.in_([*ids, ""]),
        )
        .order_by(NumberOfRecord.position, NumberOfRecord.id)
    )
    names: dict[str, str] = {}
    numbers: dict[str, list[str]] = {}
    for row, name in session.execute(query):
        names[row.person_id] = name
        theirs = numbers.setdefault(row.person_id, [])
        if row.resting_until != UNCONFIRMED:
            theirs.append(masked(row.number))
    known = signers(session, names)
    invited = {each.person_id for each in _open(session, institution_id, names)}
    return [
        Line(id_, names[id_], numbers[id_], _account(known.get(id_), id_ in invited))
        for id_ in ids
        if id_ in names
    ]


def dossier(
    session: Session, institution_id: str, person_id: str, account_id: str
) -> Dossier | None:
    """The person's page, or None where the institution has no number of theirs on record."""
    line = next(iter(lines(session, institution_id, [person_id])), None)
    if line is None:
        return None
    person = session.get_one(Person, person_id)
    query = select(NumberOfRecord).where(
        NumberOfRecord.institution_id == institution_id, NumberOfRecord.person_id == person_id
    )
    rows = session.scalars(query.order_by(NumberOfRecord.position, NumberOfRecord.id))
    theirs = NumberChange.person_id == person_id
    return Dossier(
        line,
        masked_mail(person.mail) if person.mail else "",
        [(row.id, masked(row.number)) for row in rows if row.resting_until != UNCONFIRMED],
        next(iter(_open(session, institution_id, [person_id])), None),
        _changes(session, institution_id, account_id, theirs),
    )


def waiting(session: Session, institution_id: str, account_id: str) -> list[Change]:
    """The changes that wait for a second person, or for their hour."""
    return _changes(session, institution_id, account_id, NumberChange.ended_at.is_(None))


def to_confirm(session: Session, institution_id: str, account_id: str) -> int:
    """How many numbers others wrote down wait for this member of staff, or for a colleague."""
    query = select(func.count()).where(
        NumberChange.institution_id == institution_id,
        NumberChange.state == rules.PROPOSED,
        NumberChange.proposed_by != account_id,
    )
    return session.scalar(query) or 0


def names_of(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    """Account id -> its person's name."""
    query = (
        select(Account.id, Person.name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_([*account_ids, ""]))
    )
    return {row.id: row.name for row in session.execute(query)}


def _changes(session: Session, institution_id: str, account_id: str, which: object) -> list[Change]:
    query = (
        select(NumberChange, Person.name)
        .join(Person, Person.id == NumberChange.person_id)
        .where(NumberChange.institution_id == institution_id, which)  # type: ignore[arg-type]
        .order_by(NumberChange.proposed_at.desc(), NumberChange.id.desc())
        .limit(LAST)
    )
    rows = session.execute(query).all()
    staff = {row.approved_by for row, _ in rows} | {row.proposed_by for row, _ in rows}
    names = names_of(session, [each for each in staff if each])
    return [
        Change(
            id=row.id,
            person_id=row.person_id,
            name=name,
            old=row.old_masked,
            new=row.number if row.ended_at is None else masked(row.number),
            reason=row.reason,
            shown=row.shown,
            state=row.state,
            proposed_by=names[row.proposed_by],
            proposed_at=row.proposed_at,
            approved_by=names.get(row.approved_by or "", ""),
            in_force_at=row.in_force_at,
            mine=row.proposed_by == account_id,
        )
        for row, name in rows
    ]


def _open(session: Session, institution_id: str, people: Iterable[str]) -> list[Invitation]:
    query = select(Invitation).where(
        Invitation.institution_id == institution_id,
        Invitation.person_id.in_([*people, ""]),
        Invitation.ended_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return list(session.scalars(query))


def _account(account_id: str | None, invited: bool) -> str:
    if account_id is not None:
        return "joined" if account_id else "closed"
    return "invited" if invited else "none"
