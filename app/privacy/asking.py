"""A person asks for correction or erasure; staff answer a correction. Erasure: `erasing`."""

from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from app.accounts.queries import mails_of_admins
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.rules import Lane
from app.parties.models import Institution, NumberOfRecord
from app.parties.queries import mail_of
from app.privacy import rules
from app.privacy.models import RightsNumber, RightsRequest
from app.signing.models import Document, Signer

PAGE = 50


def institutions_of(session: Session, person_id: str) -> list[Institution]:
    """With which institutions the person deals: a number of record, or a paper to sign."""
    numbers = select(NumberOfRecord.institution_id).where(NumberOfRecord.person_id == person_id)
    papers = (
        select(Document.institution_id)
        .join(Signer, Signer.document_id == Document.id)
        .where(Signer.person_id == person_id)
    )
    both = union(numbers, papers).subquery()
    query = select(Institution).where(Institution.id.in_(select(both.c[0])))
    return list(session.scalars(query.order_by(Institution.name)))


def ask(u: Unit, person_id: str, institution_id: str, kind: str, words: str) -> str:
    """Ask an institution one deals with. Returns the number.

    Raises NotFound for another institution, Refused RIGHTS_KIND, RIGHTS_WORDS (422), RIGHTS_TWICE
    (409) while one of that kind is open.
    """
    if institution_id not in {each.id for each in institutions_of(u.session, person_id)}:
        raise NotFound()
    _check_words(kind, words)
    number = _take_number(u)
    same = select(RightsRequest.id).filter_by(
        person_id=person_id, institution_id=institution_id, kind=kind
    )
    if u.session.scalar(same.where(RightsRequest.state.in_(rules.OPEN)).limit(1)):
        raise Refused("RIGHTS_TWICE", 409)
    request = RightsRequest(
        id=new_id(),
        number=number,
        institution_id=institution_id,
        person_id=person_id,
        kind=kind,
        state=rules.ASKED,
        words=words,
        answer="",
        asked_at=u.now,
        outcome={},
    )
    u.session.add(request)
    u.session.flush()
    tell(u, request, "asked", Actor("person", person_id))
    for mail in mails_of_admins(u.session, institution_id):
        key = f"rights:{request.id}:asked:{mail[:60]}"
        _mail(u, request, mail, "delivery.rights_asked", key)
    return request.number


def answer(u: Unit, institution_id: str, number: str, by: Actor, event: str, words: str) -> None:
    """Answer a correction (`done`, `refused`), or refuse an erasure, with the reason; tell them.

    Raises NotFound, Refused RIGHTS_STATE (409), RIGHTS_WORDS (422).
    """
    request = take(u, institution_id, number)
    if event == "done" and request.kind != rules.CORRECTION:
        raise Refused("RIGHTS_STATE", 409)
    _check_length(words)
    request.state = rules.move(request.kind, request.state, event)
    request.answer, request.decided_by, request.decided_at = words, by.id, u.now
    receipt = {"number": number, "kind": request.kind, "event": event, "at": u.now.isoformat()}
    request.digest = rules.receipt_digest(receipt)
    tell(u, request, event, by, digest=request.digest)
    if mail := mail_of(u.session, request.person_id):
        _mail(u, request, mail, "delivery.rights_answered", f"rights:{request.id}:{event}")


def take(u: Unit, institution_id: str, number: str) -> RightsRequest:
    """The institution's request of that number, locked; raises NotFound."""
    query = select(RightsRequest).filter_by(number=number, institution_id=institution_id)
    found = u.session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound()
    return found


def of_person(session: Session, person_id: str) -> list[RightsRequest]:
    """What the person asked so far, the newest first."""
    query = select(RightsRequest).where(RightsRequest.person_id == person_id)
    return list(session.scalars(query.order_by(RightsRequest.id.desc())))


def of_institution(session: Session, institution_id: str, before: str = "") -> list[RightsRequest]:
    """A page of what an institution was asked, the newest first."""
    query = select(RightsRequest).where(RightsRequest.institution_id == institution_id)
    if before:
        query = query.where(RightsRequest.id < before)
    return list(session.scalars(query.order_by(RightsRequest.id.desc()).limit(PAGE)))


def one(session: Session, institution_id: str, number: str) -> RightsRequest:
    """One of them by its number; raises NotFound."""
    query = select(RightsRequest).filter_by(number=number, institution_id=institution_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def due(request: RightsRequest) -> datetime:
    """Until when it must be answered."""
    return request.asked_at + rules.ANSWER_WITHIN


def tell(u: Unit, request: RightsRequest, what: str, by: Actor, **facts: object) -> None:
    """Record what becomes of it."""
    known = {"number": request.number, "kind": request.kind, **facts}
    subject = f"rights:{request.id}"
    u.emit(Event(f"privacy:rights:{what}", subject, request.institution_id, by, known))


def _mail(u: Unit, request: RightsRequest, to: str, text: str, key: str) -> None:
    place = u.session.get_one(Institution, request.institution_id)
    words = {"institution": place.name, "number": request.number, "answer": request.answer}
    about = {"subject": f"rights:{request.id}", "institution_id": request.institution_id}
    messages.send_mail(u, to, text, words, key, Lane.ANSWERS, **about)


def _check_words(kind: str, words: str) -> None:
    if kind not in rules.KINDS:
        raise Refused("RIGHTS_KIND", 422)
    _check_length(words)


def _check_length(words: str) -> None:
    least, most = rules.WORDS
    if not least <= len(words) <= most:
        raise Refused("RIGHTS_WORDS", 422, least=least, most=most)


def _take_number(u: Unit) -> str:
    """The next number of the year in Seoul; whoever takes one goes on alone."""
    year = clock.kst(u.now).year
    row = u.session.get(RightsNumber, year, with_for_update=True)
    if row is None:
        row = RightsNumber(year=year, last=0)
        u.session.add(row)
    row.last += 1
    u.session.flush()
    return rules.number(year, row.last)
