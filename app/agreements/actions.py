"""The verbs of an agreement request. All run inside a unit of work opened at the edge."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.agreements import rules, voiding
from app.agreements.deadlines import schedule
from app.agreements.models import AgreementNumber, AgreementRequest
from app.agreements.queries import owner_of
from app.agreements.register import signs_today
from app.agreements.signatories import shared_role
from app.agreements.telling import emit
from app.agreements.terms import Place, Sent, Terms
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.parties.models import Firm
from app.signing import documents as signing
from app.signing.models import Document
from app.signing.queries import documents_of, signatures_of, signers_of
from app.signing.rules import CONCLUDED


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
    sent: Sequence[Sent],
    actor: Actor,
    *,
    request_id: str = "",
    composed_by: str = "",
) -> str:
    """Send a request to its signers: the guarantee, and for a corporation the pledge, locked.

    request_id: where its chain has begun already; composed_by: the account, at the desk. Returns
    its id.
    """
    request = AgreementRequest(
        id=request_id or new_id(),
        number=sent[0].paper.number,
        state=rules.REQUESTED,
        created_at=u.now,
        composed_by=composed_by,
        released_by=actor.id if composed_by else "",
        **place.__dict__,
        **terms.__dict__,
    )
    u.session.add(request)
    u.session.flush()
    for position, each in enumerate(sent, start=1):
        owner = owner_of(request.id)
        signing.release(u, place.institution_id, owner, each.paper, each.signers, position)
    schedule(u, request)
    emit(u, request, "agreements:request:released", actor, {"number": request.number})
    return request.id


def correct(
    u: Unit, number: str, terms: Terms, papers: Sequence[signing.Prepared], actor: Actor
) -> None:
    """Replace the terms by a new version; earlier marks, executions, signatures no longer count.

    Refused CONCLUDED_PART (409) once the guarantee is concluded, NOTHING_CHANGED (409) when a
    paper is the one that is out already: what was marked over the old text would still count.
    """
    request = locked(u, number)
    documents = documents_of(u.session, owner_of(request.id))
    if any(document.state == CONCLUDED for document in documents):
        raise Refused("CONCLUDED_PART", 409)
    if {each.document_hash for each in documents} & {each.document_hash for each in papers}:
        raise Refused("NOTHING_CHANGED", 409)
    _move(u, request, "corrected")
    for name, value in terms.__dict__.items():
        setattr(request, name, value)
    request.version += 1
    for document, paper in zip(documents, papers, strict=True):
        signing.reissue(u, document, paper)
    schedule(u, request)
    emit(u, request, "agreements:request:corrected", actor, {"version": request.version})


def executed(u: Unit, number: str) -> None:
    """A signer pressed 약정 실행: the request is in signing from now on.

    Refused SIGNER_CHANGED (409) when the register no longer has the same people sign.
    """
    request = locked(u, number)
    check_signers(u, request)
    _move(u, request, "executed")


def check_signers(u: Unit, request: AgreementRequest) -> None:
    """Refuse SIGNER_CHANGED (409) when the register would ask others than those asked."""
    firm = u.session.get_one(Firm, request.firm_id)
    documents = documents_of(u.session, owner_of(request.id))
    asked = [[s.person_id for s in signers_of(u.session, d.id)] for d in documents]
    try:
        today = signs_today(u.session, firm, request.designated)
    except Refused as refusal:
        raise Refused("SIGNER_CHANGED", 409) from refusal
    needed = [[s.person_id for s in each] for each in (today.guarantee, today.pledge) if each]
    if list(map(sorted, asked)) != list(map(sorted, needed)):
        raise Refused("SIGNER_CHANGED", 409)


def signer_refused(u: Unit, number: str, person_id: str) -> None:
    """Somebody could not go on because the register asks others now; the branch must act."""
    request = locked(u, number)
    facts = {"number": number}
    emit(u, request, "agreements:request:outdated", Actor("person", person_id), facts)


def document_signed(u: Unit, event: Event) -> None:
    """A signature is binding only while the register asks the same people; the others are told."""
    request = _of_owner(u, event.subject)
    check_signers(u, request)
    document = u.session.get_one(Document, event.facts["document"])
    signed = len(signatures_of(u.session, document))
    asked = signers_of(u.session, document.id)
    if signed < len(asked):
        facts = {
            "signed": signed,
            "signers": len(asked),
            "role": shared_role(each.role for each in asked),
            "once": f"{document.position}:{signed}",
        }
        emit(u, request, "agreements:document:signed", event.actor, facts)


def remind(u: Unit, number: str, deadline: datetime, days: int, actor: Actor) -> None:
    """Remind whoever has yet to sign so many days before that deadline.

    A request that is over reminds nobody, and of a deadline that has been moved nobody is reminded.
    """
    request = locked(u, number)
    open_ = rules.state_at(request.state, request.deadline, u.now) in rules.OPEN_STATES
    if open_ and request.deadline == deadline:
        emit(
            u,
            request,
            "agreements:request:reminded",
            actor,
            {"once": f"{deadline:%Y%m%d%H%M}:{days}"},
        )


def document_concluded(u: Unit, event: Event) -> None:
    """After the guarantee the pledge opens; after the last document the request is completed."""
    request = _of_owner(u, event.subject)
    facts = {"number": request.number, "document": event.facts["document"]}
    waiting = [d for d in documents_of(u.session, event.subject) if d.state != CONCLUDED]
    if waiting:
        signing.unlock(u, waiting[0])
        emit(u, request, "agreements:guarantee:concluded", event.actor, facts)
        return
    _move(u, request, "concluded")
    request.ended_at = u.now
    emit(u, request, "agreements:request:completed", event.actor, facts)


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
    request.ended_by = actor.id if actor.kind == "person" else ""
    for document in documents_of(u.session, owner_of(request.id)):
        if document.state == CONCLUDED:
            voiding.ask(u, document.owner)
        signing.void(u, document, actor, what)
    personal = {"reason": reason} if actor.kind == "person" and reason else {}
    facts = {"number": request.number}
    emit(u, request, f"agreements:request:{what}", actor, facts, personal)


def _move(u: Unit, request: AgreementRequest, what: str) -> None:
    request.state = rules.move(request.state, what)
    u.session.flush()


def _of_owner(u: Unit, owner: str) -> AgreementRequest:
    return u.session.get_one(
        AgreementRequest, owner.removeprefix("agreement:"), with_for_update=True
    )
