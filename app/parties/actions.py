"""Entering the register."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.core.errors import Refused
from app.core.events import SYSTEM, Actor, Event
from app.core.korean_ids import business_number_ok, rrn_shape_ok
from app.core.phone import digits
from app.db.types import new_id, ring
from app.db.unit import Unit
from app.parties.models import Branch, Firm, Institution, NumberOfRecord, Person, Representation
from app.parties.queries import born_hash


def found_institution(u: Unit, code: str, name: str, short_name: str, phone: str) -> Institution:
    """Enter a guarantee institution. Raises ValueError for a code or a number that is none."""
    if not re.fullmatch(r"[A-Z][A-Z0-9-]{1,19}", code, re.ASCII):
        raise ValueError("an institution's code is capital letters and figures, like FOUND")
    place = Institution(
        id=new_id(), code=code, name=name, short_name=short_name, phone=digits(phone)
    )
    u.session.add(place)
    u.session.flush()
    subject = f"institution:{place.id}"
    u.emit(Event("parties:institution:founded", subject, place.id, SYSTEM, {"code": code}))
    return place


@dataclass(frozen=True)
class OfficeFacts:
    """A branch's name, telephone number (digits) and mail address, or None."""

    name: str
    phone: str
    mail: str | None


def open_branch(u: Unit, institution_id: str, facts: OfficeFacts, by: str) -> str:
    """Open a branch. Returns its id; raises Refused BRANCH_TAKEN (409)."""
    _refuse_same_name(u, institution_id, facts.name, "")
    branch = Branch(id=new_id(), institution_id=institution_id, **asdict(facts))
    u.session.add(branch)
    u.session.flush()
    _tell_branch(u, branch, "opened", by)
    return branch.id


def change_branch(u: Unit, branch_id: str, facts: OfficeFacts, by: str) -> None:
    """Its name, number and address from now on; papers keep those they were made with."""
    branch = u.session.get_one(Branch, branch_id, with_for_update=True)
    _refuse_same_name(u, branch.institution_id, facts.name, branch.id)
    if (branch.name, branch.phone, branch.mail) != (facts.name, facts.phone, facts.mail):
        branch.name, branch.phone, branch.mail = facts.name, facts.phone, facts.mail
        _tell_branch(u, branch, "changed", by)


def close_branch(u: Unit, branch_id: str, by: str) -> None:
    """It takes nothing new; what it has sent goes on."""
    branch = u.session.get_one(Branch, branch_id, with_for_update=True)
    if branch.closed_at is None:
        branch.closed_at = u.now
        _tell_branch(u, branch, "closed", by)


def _refuse_same_name(u: Unit, institution_id: str, name: str, but: str) -> None:
    same = select(Branch.id).where(
        Branch.institution_id == institution_id, Branch.name == name, Branch.id != but
    )
    if u.session.scalar(same):
        raise Refused("BRANCH_TAKEN", 409)


def _tell_branch(u: Unit, branch: Branch, what: str, by: str) -> None:
    facts = {"name": branch.name, "phone": branch.phone, "mail": branch.mail or ""}
    u.emit(
        Event(
            f"parties:branch:{what}",
            f"branch:{branch.id}",
            branch.institution_id,
            Actor("staff", by),
            facts,
        )
    )


def register_person(
    u: Unit,
    name: str,
    *,
    rrn: str | None = None,
    mail: str | None = None,
    birth_date: date | None = None,
) -> str:
    """Enter a person; the RRN (13 digits) only where a law allows keeping it. Returns the id."""
    if rrn is not None and not rrn_shape_ok(rrn):
        raise Refused("RRN_SHAPE", 422)
    found = Person(id=new_id(), name=name, mail=mail, rrn=rrn)
    found.rrn_hash = ring().blind(rrn, "person.rrn") if rrn else None
    if birth_date:
        found.birth_date, found.born_hash = birth_date.isoformat(), born_hash(name, birth_date)
    u.session.add(found)
    u.session.flush()
    return found.id


def register_firm(
    u: Unit, kind: str, name: str, business_number: str, corporate_number: str | None = None
) -> str:
    """Enter a firm by its business number (10 digits, check digit right). Returns the id."""
    if not business_number_ok(business_number):
        raise Refused("BUSINESS_NUMBER", 422)
    firm = Firm(
        id=new_id(),
        kind=kind,
        name=name,
        business_number=digits(business_number),
        corporate_number=corporate_number,
    )
    u.session.add(firm)
    u.session.flush()
    return firm.id


def register_representation(
    u: Unit, firm_id: str, person_id: str, role: str, since: date, until: date | None = None
) -> None:
    """Enter that a person stands for a firm."""
    u.session.add(
        Representation(firm_id=firm_id, person_id=person_id, role=role, since=since, until=until)
    )
    u.session.flush()


def register_number(
    u: Unit,
    institution_id: str,
    person_id: str,
    number: str,
    position: int = 1,
    resting_until: datetime | None = None,
) -> str:
    """Enter a number of record, digits only; found again by its blind index. Returns its id."""
    plain = digits(number)
    row = NumberOfRecord(
        id=new_id(),
        institution_id=institution_id,
        person_id=person_id,
        number=plain,
        number_hash=ring().blind(plain, "number_of_record.number"),
        position=position,
        resting_until=resting_until,
    )
    u.session.add(row)
    u.session.flush()
    return row.id


def rest_number(u: Unit, number_id: str, until: datetime | None) -> str:
    """Let no code go to a number of record before an instant; None ends it. Returns its digits."""
    row = u.session.get_one(NumberOfRecord, number_id, with_for_update=True)
    row.resting_until = until
    u.session.flush()
    return row.number


def change_number(u: Unit, number_id: str, number: str) -> str:
    """Put another number (any writing) in a number of record's place. Returns the old digits."""
    row = u.session.get_one(NumberOfRecord, number_id, with_for_update=True)
    old, plain = row.number, digits(number)
    row.number, row.number_hash = plain, ring().blind(plain, "number_of_record.number")
    row.resting_until = None
    u.session.flush()
    return old
