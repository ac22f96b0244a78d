"""A number of record is entered, or becomes another: one of staff proposes, a second says yes, then
it waits.

The old number is told at once, so that its owner can object. From then on no code goes to it, and
those on their way die: whoever has the telephone now neither signs nor comes to a new password.
Nobody proposes or approves a change of their own number, or approves what they proposed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.queries import signers
from app.core.errors import NotFound, Refused
from app.core.events import SYSTEM, Actor, Event
from app.core.phone import digits, masked
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.identity.actions import void_codes
from app.identity.rules import check_of_record
from app.joining import rules
from app.joining.models import NumberChange
from app.parties import actions as parties
from app.parties.models import UNCONFIRMED, NumberOfRecord, Person
from app.parties.policies import NUMBER_CHANGE_WAIT_HOURS, in_force
from app.parties.queries import numbers_of

KIND = "joining.number"


@dataclass(frozen=True)
class Officer:
    """Who acts at the desk, and for which institution."""

    account_id: str
    person_id: str
    institution_id: str

    @property
    def actor(self) -> Actor:
        """The same for the record."""
        return Actor("staff", self.account_id)


@dataclass(frozen=True)
class Wish:
    """What is to change: which number of record, into what, why, and what lay on the counter."""

    number_id: str
    number: str
    reason: str
    shown: str


def propose(u: Unit, officer: Officer, person_id: str, wish: Wish) -> str:
    """Write down a change that waits for a second member of staff. Returns its id.

    Raises NotFound, or Refused OWN_NUMBER (403), NUMBER_NOT_ALLOWED or NUMBER_KNOWN (422),
    CHANGE_OPEN (409) while another is under way.
    """
    _not_ones_own(officer, person_id)
    u.session.get_one(Person, person_id, with_for_update=True)
    row = u.session.get(NumberOfRecord, wish.number_id)
    if row is None or (row.person_id, row.institution_id) != (person_id, officer.institution_id):
        raise NotFound()
    new = digits(wish.number)
    check_of_record(new)
    if new in {n.digits for n in numbers_of(u.session, officer.institution_id, person_id)}:
        raise Refused("NUMBER_KNOWN", 422)
    return _write_down(u, officer, row, new, masked(row.number), wish)


def enter(u: Unit, officer: Officer, person_id: str, wish: Wish) -> str:
    """The same for somebody of whom the institution has no number yet: it counts once a second
    member of staff has said yes, and where the person has an account already, after the wait.

    wish.number_id is not looked at. Raises Refused OWN_NUMBER (403), NUMBER_NOT_ALLOWED (422),
    NUMBER_KNOWN or CHANGE_OPEN (409).
    """
    _not_ones_own(officer, person_id)
    u.session.get_one(Person, person_id, with_for_update=True)
    new = digits(wish.number)
    check_of_record(new)
    if numbers_of(u.session, officer.institution_id, person_id):
        raise Refused("NUMBER_KNOWN", 409)
    row = _unconfirmed(u, officer.institution_id, person_id, new)
    return _write_down(u, officer, row, new, "", wish)


def approve(u: Unit, officer: Officer, change_id: str) -> None:
    """The second person's word: the wait begins. Raises Refused SAME_PERSON, OWN_NUMBER (403)."""
    change = _of(u, officer, change_id)
    _not_ones_own(officer, change.person_id)
    proposer = u.session.get_one(Account, change.proposed_by)
    if officer.account_id == proposer.id or officer.person_id == proposer.person_id:
        raise Refused("SAME_PERSON", 403)
    change.state = rules.move(change.state, "approve")
    change.approved_by, change.approved_at = officer.account_id, u.now
    change.in_force_at = u.now + _wait(u, change)
    work = {"change": change.id}
    outbox.put(u, KIND, f"number:{change.id}", work, lane=Lane.ANSWERS, due_at=change.in_force_at)
    until = change.in_force_at if change.old_masked else UNCONFIRMED
    void_codes(u, number=parties.rest_number(u, change.number_id, until))
    _tell(u, change, "approved", officer.actor, at=change.in_force_at.isoformat())


def end(u: Unit, officer: Officer, change_id: str, how: str) -> None:
    """`refuse` a proposal, or `cancel` it at any time before it is in force."""
    change = _of(u, officer, change_id)
    _close(u, change, how)
    parties.rest_number(u, change.number_id, None if change.old_masked else UNCONFIRMED)
    change.ended_by = officer.account_id
    _tell(u, change, {"refuse": "refused", "cancel": "cancelled"}[how], officer.actor)


def take_effect(u: Unit, change_id: str) -> None:
    """The wait is over: the new number is the one of record.

    What was cancelled meanwhile changes nothing.
    """
    change = _locked(u, change_id)
    if change.state != rules.APPROVED or change.in_force_at is None or u.now < change.in_force_at:
        return
    parties.change_number(u, change.number_id, change.number)
    _close(u, change, "apply")
    _tell(u, change, "changed", SYSTEM)


def handlers() -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {KIND: lambda job: partial(_work, job.payload["change"])}


def _work(change_id: str, u: Unit) -> None:
    take_effect(u, change_id)


def open_change(u: Unit, institution_id: str, person_id: str) -> NumberChange | None:
    """What is under way for a person, or None."""
    query = select(NumberChange).where(
        NumberChange.institution_id == institution_id,
        NumberChange.person_id == person_id,
        NumberChange.ended_at.is_(None),
    )
    return u.session.scalar(query)


def _unconfirmed(u: Unit, institution_id: str, person_id: str, new: str) -> NumberOfRecord:
    """The number, written down; again if nobody confirmed it the last time."""
    query = select(NumberOfRecord).filter_by(institution_id=institution_id, person_id=person_id)
    row = next((each for each in u.session.scalars(query) if each.number == new), None)
    if row is None:
        made = parties.register_number(u, institution_id, person_id, new, resting_until=UNCONFIRMED)
        row = u.session.get_one(NumberOfRecord, made)
    return row


def _write_down(
    u: Unit, officer: Officer, row: NumberOfRecord, new: str, old_masked: str, wish: Wish
) -> str:
    if open_change(u, officer.institution_id, row.person_id):
        raise Refused("CHANGE_OPEN", 409)
    change = NumberChange(
        id=new_id(),
        institution_id=officer.institution_id,
        person_id=row.person_id,
        number_id=row.id,
        number=new,
        old_masked=old_masked,
        reason=wish.reason,
        shown=wish.shown,
        state=rules.PROPOSED,
        proposed_by=officer.account_id,
        proposed_at=u.now,
    )
    u.session.add(change)
    u.session.flush()
    _tell(u, change, "proposed", officer.actor, shown=wish.shown)
    return change.id


def _wait(u: Unit, change: NumberChange) -> timedelta:
    """None for the first number of somebody without an account: there is nothing to take over."""
    if not change.old_masked and not signers(u.session, [change.person_id]):
        return timedelta()
    return timedelta(hours=in_force(u.session, change.institution_id, NUMBER_CHANGE_WAIT_HOURS))


def _of(u: Unit, officer: Officer, change_id: str) -> NumberChange:
    change = _locked(u, change_id)
    if change.institution_id != officer.institution_id:
        raise NotFound()
    return change


def _locked(u: Unit, change_id: str) -> NumberChange:
    found = u.session.get(NumberChange, change_id, with_for_update=True)
    if found is None:
        raise NotFound()
    return found


def _close(u: Unit, change: NumberChange, what: str) -> None:
    change.state, change.ended_at = rules.move(change.state, what), u.now
    u.session.flush()


def _not_ones_own(officer: Officer, person_id: str) -> None:
    if officer.person_id == person_id:
        raise Refused("OWN_NUMBER", 403)


def _tell(u: Unit, change: NumberChange, what: str, actor: Actor, **facts: str) -> None:
    about = {"change": change.id, "old": change.old_masked, "new": masked(change.number), **facts}
    subject = f"person:{change.person_id}"
    u.emit(Event(f"joining:number:{what}", subject, change.institution_id, actor, about))
