"""보존 조치: what must not be destroyed for now, and why."""

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from app.agreements.models import AgreementRequest
from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.privacy.models import Hold
from app.signing.models import Document, Signer

PERSON, REQUEST = "person", "request"
WORDS = (4, 500)


def set_hold(
    u: Unit, institution_id: str, kind: str, target: str, label: str, by: Actor, reason: str
) -> None:
    """Keep everything of a person or a request until the hold is lifted.

    Raises Refused HOLD_REASON (422), HOLD_TWICE (409).
    """
    _check(reason)
    if target in held(u.session, kind):
        raise Refused("HOLD_TWICE", 409)
    hold = Hold(
        institution_id=institution_id,
        kind=kind,
        target=target,
        label=label,
        reason=reason,
        set_by=by.id,
        set_at=u.now,
        lift_reason="",
    )
    u.session.add(hold)
    u.session.flush()
    _tell(u, hold, "set", by)


def lift_hold(u: Unit, institution_id: str, hold_id: str, by: Actor, reason: str) -> None:
    """Let the ordinary schedule go on. Raises NotFound, Refused HOLD_REASON (422)."""
    hold = u.session.get(Hold, hold_id, with_for_update=True)
    if hold is None or hold.institution_id != institution_id or hold.lifted_at:
        raise NotFound()
    _check(reason)
    hold.lifted_by, hold.lifted_at, hold.lift_reason = by.id, u.now, reason
    _tell(u, hold, "lifted", by)


def held(session: Session, kind: str) -> set[str]:
    """The ids of the persons, or of the requests, that are held now."""
    return set(session.scalars(held_now(kind)))


def holds_of(session: Session, institution_id: str) -> list[Hold]:
    """The institution's holds, those in force first, then the newest."""
    query = select(Hold).where(Hold.institution_id == institution_id)
    found = session.scalars(query.order_by(Hold.set_at.desc(), Hold.id.desc()))
    return sorted(found, key=lambda hold: hold.lifted_at is not None)


def held_owners() -> Select[str]:
    """The owners (`agreement:<id>`) of everything that is held."""
    of_people = (
        select(Document.owner)
        .join(Signer, Signer.document_id == Document.id)
        .where(Signer.person_id.in_(held_now(PERSON)))
    )
    of_requests = select(("agreement:" + AgreementRequest.id).label("owner")).where(
        AgreementRequest.id.in_(held_now(REQUEST))
    )
    both = union(of_people, of_requests).subquery()
    return select(both.c.owner)


def held_now(kind: str) -> Select[str]:
    """The same as a query, to stand inside another."""
    return select(Hold.target).where(Hold.kind == kind, Hold.lifted_at.is_(None))


def _check(reason: str) -> None:
    least, most = WORDS
    if not least <= len(reason) <= most:
        raise Refused("HOLD_REASON", 422, least=least, most=most)


def _tell(u: Unit, hold: Hold, what: str, by: Actor) -> None:
    facts = {"hold": hold.id, "kind": hold.kind, "target": hold.target}
    subject = f"hold:{hold.institution_id}"
    u.emit(Event(f"privacy:hold:{what}", subject, hold.institution_id, by, facts))
