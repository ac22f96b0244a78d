"""Entering the register."""

from datetime import date

from app.core.errors import Refused
from app.core.korean_ids import business_number_ok, rrn_shape_ok
from app.core.phone import digits
from app.db.types import new_id, ring
from app.db.unit import Unit
from app.parties.models import Firm, NumberOfRecord, Person, Representation
from app.parties.queries import born_hash


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
    u: Unit, institution_id: str, person_id: str, number: str, position: int = 1
) -> None:
    """Enter a number of record, digits only; found again by its blind index."""
    plain = digits(number)
    u.session.add(
        NumberOfRecord(
            institution_id=institution_id,
            person_id=person_id,
            number=plain,
            number_hash=ring().blind(plain, "number_of_record.number"),
            position=position,
        )
    )
    u.session.flush()


def change_number(u: Unit, number_id: str, number: str) -> str:
    """Put another number (any writing) in a number of record's place. Returns the old digits."""
    row = u.session.get_one(NumberOfRecord, number_id, with_for_update=True)
    old, plain = row.number, digits(number)
    row.number, row.number_hash = plain, ring().blind(plain, "number_of_record.number")
    u.session.flush()
    return old
