"""Entering firms and their people. Pressed twice, each is entered once.

What a firm's register entry says decides who signs, for whichever institution asks: people are
entered and leave only while no other institution deals with the firm.
"""

from contextlib import suppress
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.queries import signers
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import Event
from app.db.unit import Unit
from app.firms.forms import FirmFacts, PersonFacts
from app.firms.queries import dealing_with
from app.firms.rules import FROM_THE_FILE
from app.joining import numbers
from app.joining.numbers import Officer, Wish
from app.parties import actions as parties
from app.parties.models import Firm, Person, Representation
from app.parties.queries import firm_by_business_number, numbers_of, persons_born, representatives


def enter_firm(u: Unit, officer: Officer, facts: FirmFacts) -> str:
    """Enter a firm. Returns its id, also of one that is entered just so.

    Raises Refused FIRM_OTHER (409) where another firm has the number.
    """
    with suppress(IntegrityError), u.session.begin_nested():  # somebody was quicker: theirs it is
        if firm_by_business_number(u.session, facts.business_number) is None:
            id_ = parties.register_firm(u, facts.kind, facts.name, facts.business_number)
            _tell(u, officer, id_, "entered")
            return id_
    there = firm_by_business_number(u.session, facts.business_number)
    assert there, "it stands there, or it was entered"
    if (there.kind, there.name) != (facts.kind, facts.name) or _others(u, officer, there.id):
        raise Refused("FIRM_OTHER", 409)
    return there.id


def enter_person(u: Unit, officer: Officer, firm_id: str, facts: PersonFacts, reason: str) -> str:
    """Enter that somebody stands for a firm, and their number, which waits for a second person.

    Somebody whom the register knows by name and birth date stays one person. reason: of the
    number's entry. Returns the person's id. Raises NotFound, Refused FIRM_SHARED, FIRM_ROLE (409),
    and as `numbers.enter`.
    """
    firm = _own(u, officer, firm_id)
    person_id = known_person(u, facts)
    today = clock.kst(u.now).date()
    roles = {
        each.role
        for each in representatives(u.session, firm.id, max(today, facts.since))
        if each.person_id == person_id
    }
    if roles - {facts.role}:
        raise Refused("FIRM_ROLE", 409)
    if not roles:
        parties.register_representation(u, firm.id, person_id, facts.role, facts.since)
        _tell(u, officer, firm.id, "person-entered", person=person_id, role=facts.role)
    known = numbers_of(u.session, officer.institution_id, person_id)
    pending = numbers.open_change(u, officer.institution_id, person_id)
    if not known and pending is None:
        wish = Wish("", facts.number, reason, FROM_THE_FILE)
        numbers.enter(u, officer, person_id, wish)
    return person_id


def leave(u: Unit, officer: Officer, firm_id: str, person_id: str, last: date) -> None:
    """Enter the last day on which somebody stood for a firm.

    Raises NotFound, Refused FIRM_SHARED, FIRM_LEFT (409).
    """
    firm = _own(u, officer, firm_id)
    theirs = (
        Representation.firm_id == firm.id,
        Representation.person_id == person_id,
        Representation.until.is_(None),
        Representation.since <= last,
    )
    if not u.session.scalars(select(Representation.id).where(*theirs)).first():
        raise Refused("FIRM_LEFT", 409)
    u.session.execute(update(Representation).where(*theirs).values(until=last))
    _tell(u, officer, firm.id, "person-left", person=person_id, last=last.isoformat())


def _own(u: Unit, officer: Officer, firm_id: str) -> Firm:
    """The firm, locked; one that another institution deals with is not changed."""
    firm = u.session.get(Firm, firm_id, with_for_update=True)
    if firm is None:
        raise NotFound()
    if _others(u, officer, firm_id):
        raise Refused("FIRM_SHARED", 409)
    return firm


def _others(u: Unit, officer: Officer, firm_id: str) -> set[str]:
    return dealing_with(u.session, firm_id) - {officer.institution_id}


def known_person(u: Unit, facts: PersonFacts) -> str:
    """The person whom the register knows by name and birth date, or a new one. Returns the id."""
    known = persons_born(u.session, facts.name, facts.born)
    if not known:
        mail = facts.mail or None
        return parties.register_person(u, facts.name, mail=mail, birth_date=facts.born)
    person = u.session.get_one(Person, known[0], with_for_update=True)
    if facts.mail and not person.mail and not signers(u.session, [person.id]):
        person.mail = facts.mail
        u.session.flush()
    return person.id


def _tell(u: Unit, officer: Officer, firm_id: str, what: str, **facts: str) -> None:
    subject = f"firm:{firm_id}"
    u.emit(Event(f"firms:firm:{what}", subject, officer.institution_id, officer.actor, facts))
