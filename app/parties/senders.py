"""발신번호: which numbers an institution's calls and texts may come from (B4-01).

Whoever registers one has seen the proof (통신서비스 이용증명원); a second person confirms it.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import phone
from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.core.phone import Kind
from app.db.types import new_id
from app.db.unit import Unit
from app.parties.models import SenderNumber

PENDING, APPROVED, STOPPED = "PENDING", "APPROVED", "STOPPED"
MOVES = {PENDING: (APPROVED, STOPPED), APPROVED: (STOPPED,), STOPPED: ()}

KINDS = (Kind.MOBILE, Kind.LANDLINE, Kind.TOLL_FREE, Kind.REPRESENTATIVE)
"""Numbers that can be registered; a 070 number is nobody's office."""


@dataclass(frozen=True)
class By:
    """The member of staff who acts, and their institution."""

    account_id: str
    institution_id: str


def ask(u: Unit, by: By, number: str, proof: str) -> str:
    """Register a number with a note of its proof; it waits for a second person. Returns its id.

    Asked again by the same person while it waits, the first stands. Raises Refused SENDER_NUMBER,
    SENDER_PROOF (422), SENDER_TAKEN (409).
    """
    if not may_send(number):
        raise Refused("SENDER_NUMBER", 422)
    if not proof.strip():
        raise Refused("SENDER_PROOF", 422)
    plain = phone.digits(number)
    there = _live(u.session, by.institution_id, plain)
    if there is not None:
        if there.state == PENDING and there.asked_by == by.account_id:
            return there.id
        raise Refused("SENDER_TAKEN", 409)
    row = SenderNumber(
        id=new_id(),
        institution_id=by.institution_id,
        number=plain,
        proof=proof.strip()[:200],
        state=PENDING,
        asked_by=by.account_id,
        asked_at=u.now,
    )
    u.session.add(row)
    u.session.flush()
    _tell(u, row, "asked", by)
    return row.id


def approve(u: Unit, by: By, sender_id: str) -> None:
    """Confirm it, as somebody else than whoever registered it. Raises Refused SENDER_SAME (409)."""
    row = _moved(u, by, sender_id, APPROVED)
    if row is None:
        return
    if row.asked_by == by.account_id:
        raise Refused("SENDER_SAME", 409)
    row.state, row.decided_by, row.decided_at = APPROVED, by.account_id, u.now
    _tell(u, row, "approved", by)


def stop(u: Unit, by: By, sender_id: str) -> None:
    """Nothing comes from it any longer; it can be registered anew."""
    row = _moved(u, by, sender_id, STOPPED)
    if row is None:
        return
    row.state, row.stopped_by, row.stopped_at = STOPPED, by.account_id, u.now
    _tell(u, row, "stopped", by)


def senders_of(session: Session, institution_id: str) -> list[SenderNumber]:
    """All there were, the newest first."""
    query = select(SenderNumber).where(SenderNumber.institution_id == institution_id)
    return list(session.scalars(query.order_by(SenderNumber.id.desc())))


def caller(session: Session, institution_id: str) -> str | None:
    """The number (digits) that calls and texts come from: the first approved one, or None."""
    query = select(SenderNumber.number).where(
        SenderNumber.institution_id == institution_id, SenderNumber.state == APPROVED
    )
    return session.scalar(query.order_by(SenderNumber.decided_at, SenderNumber.id).limit(1))


def may_send(number: str) -> bool:
    """Whether a number is of a kind that can be registered."""
    try:
        return phone.kind(number) in KINDS
    except ValueError:
        return False


def _live(session: Session, institution_id: str, number: str) -> SenderNumber | None:
    query = select(SenderNumber).where(
        SenderNumber.institution_id == institution_id,
        SenderNumber.number == number,
        SenderNumber.stopped_at.is_(None),
    )
    return session.scalar(query)


def _moved(u: Unit, by: By, sender_id: str, to: str) -> SenderNumber | None:
    """The number, locked; None when it stands there already. Raises NotFound, WRONG_STATE (409)."""
    row = u.session.get(SenderNumber, sender_id, with_for_update=True)
    if row is None or row.institution_id != by.institution_id:
        raise NotFound()
    if row.state == to:
        return None
    if to not in MOVES[row.state]:
        raise Refused("WRONG_STATE", 409)
    return row


def _tell(u: Unit, row: SenderNumber, what: str, by: By) -> None:
    facts = {"number": row.number, "proof": row.proof}
    actor = Actor("staff", by.account_id)
    u.emit(Event(f"parties:sender:{what}", f"sender:{row.id}", by.institution_id, actor, facts))
