"""The verbs of an agreement request. All run inside a unit of work opened at the edge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.agreements import rules
from app.agreements.models import AgreementNumber, AgreementRequest
from app.agreements.queries import owner_of
from app.core import clock
from app.core.errors import NotFound
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.rules import Lane
from app.signing import actions as signing
from app.signing.queries import documents_of


@dataclass(frozen=True)
class Terms:
    """What is agreed: amounts in won, rates in basis points, days inclusive at both ends."""

    product: str
    applicant: str
    amount: int
    period_start: date
    period_end: date
    ratio_bps: int
    fee_bps: int
    bank: str
    purpose: str
    deadline: datetime


@dataclass(frozen=True)
class Place:
    """Where a request belongs: ids of institution, branch and firm."""

    institution_id: str
    branch_id: str
    firm_id: str


def take_number(u: Unit) -> str:
    """The next 약정번호 of the year in Seoul; a number once taken is never given again."""
    year = clock.kst(u.now).year
    row = u.session.get(AgreementNumber, year, with_for_update=True)
    if row is None:
        row = AgreementNumber(year=year, last=0)
        u.session.add(row)
    row.last += 1
    u.session.flush()
    return rules.number(year, row.last)


def release(
    u: Unit,
    place: Place,
    terms: Terms,
    prepared: signing.Prepared,
    signers: Sequence[tuple[str, str, str]],
    actor: Actor,
) -> str:
    """Send a request to its signers, given as (person id, name, role). Returns its id."""
    request = AgreementRequest(
        id=new_id(),
        number=prepared.number,
        state=rules.REQUESTED,
        created_at=u.now,
        **place.__dict__,
        **terms.__dict__,
    )
    u.session.add(request)
    u.session.flush()
    signing.release(u, place.institution_id, owner_of(request.id), prepared, signers)
    _watch_deadline(u, request)
    _emit(u, request, "agreements:request:released", actor, {"number": request.number})
    return request.id


def correct(u: Unit, number: str, terms: Terms, prepared: signing.Prepared, actor: Actor) -> None:
    """Replace the terms by a new version; earlier marks and executions no longer count."""
    request = locked(u, number)
    _move(u, request, "corrected")
    for name, value in terms.__dict__.items():
        setattr(request, name, value)
    request.version += 1
    document = documents_of(u.session, owner_of(request.id))[0]
    signing.reissue(u, document, prepared)
    _watch_deadline(u, request)
    _emit(u, request, "agreements:request:corrected", actor, {"version": request.version})


def executed(u: Unit, number: str) -> None:
    """A signer pressed 약정 실행: the request is in signing from now on."""
    _move(u, locked(u, number), "executed")


def document_concluded(u: Unit, event: Event) -> None:
    """When the last document is concluded the request is completed (handler)."""
    request = _of_owner(u, event.subject)
    if any(d.state != "CONCLUDED" for d in documents_of(u.session, event.subject)):
        return
    _move(u, request, "concluded")
    request.ended_at = u.now
    facts = {"number": request.number, "document": event.facts["document"]}
    _emit(u, request, "agreements:request:completed", event.actor, facts)


def decline(u: Unit, number: str, person_id: str, reason: str) -> None:
    """A signer declines with a reason; no agreement comes about."""
    _end(u, locked(u, number), "declined", Actor("person", person_id), reason)


def recall(u: Unit, number: str, reason: str, actor: Actor) -> None:
    """The institution takes the request back."""
    _end(u, locked(u, number), "recalled", actor, reason)


def expire(u: Unit, number: str, actor: Actor) -> None:
    """The deadline has passed; an extended or ended request is left alone."""
    request = locked(u, number)
    if request.state in rules.OPEN_STATES and u.now >= request.deadline:
        _end(u, request, "expired", actor, "")


def locked(u: Unit, number: str) -> AgreementRequest:
    """The request with its row locked until the unit ends; raises NotFound."""
    query = select(AgreementRequest).where(AgreementRequest.number == number)
    request = u.session.scalar(query.with_for_update())
    if request is None:
        raise NotFound()
    return request


def locked_open(u: Unit, number: str) -> AgreementRequest:
    """The same, refused (409/410) once it is over; the first to lock wins (decision 44)."""
    request = locked(u, number)
    rules.check_open(rules.state_at(request.state, request.deadline, u.now))
    return request


def _end(u: Unit, request: AgreementRequest, what: str, actor: Actor, reason: str) -> None:
    if what != "expired":
        rules.check_open(rules.state_at(request.state, request.deadline, u.now))
    _move(u, request, what)
    request.ended_at, request.reason = u.now, reason or None
    for document in documents_of(u.session, owner_of(request.id)):
        signing.void(u, document, actor, what)
    personal = {"reason": reason} if actor.kind == "person" and reason else {}
    facts = {"number": request.number}
    _emit(u, request, f"agreements:request:{what}", actor, facts, personal)


def _move(u: Unit, request: AgreementRequest, what: str) -> None:
    request.state = rules.move(request.state, what)
    u.session.flush()


def _watch_deadline(u: Unit, request: AgreementRequest) -> None:
    key = f"expire:{request.id}:{request.deadline.isoformat()}"
    work = {"number": request.number}
    outbox.put(u, "agreements.expire", key, work, lane=Lane.BULK, due_at=request.deadline)


def _of_owner(u: Unit, owner: str) -> AgreementRequest:
    return u.session.get_one(
        AgreementRequest, owner.removeprefix("agreement:"), with_for_update=True
    )


def _emit(
    u: Unit,
    request: AgreementRequest,
    what: str,
    actor: Actor,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    person_id = actor.id if actor.kind == "person" else ""
    u.emit(
        Event(
            what,
            owner_of(request.id),
            request.institution_id,
            actor,
            facts,
            person_id=person_id,
            personal=personal or {},
        )
    )
