"""서명자 연락처: masked, until a member of staff says why they need to see it (B3-03)."""

from typing import Any

from flask import Response, redirect, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.agreements.desk.list_ import reach_of
from app.agreements.desk.queries import one
from app.agreements.queries import owner_of
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.phone import hyphened, masked
from app.core.texts import t
from app.db.unit import reading, unit
from app.delivery.messages import masked_mail
from app.parties.queries import mail_of, numbers_of
from app.records import actions, looking, queries
from app.records.forms import plain
from app.records.rules import PURPOSES, REASON_HOLDS
from app.signing.models import Document, Signer
from app.web.pages import render

WHAT = "contacts"


def show(number: str) -> Response:
    """Everybody who must sign, and how they are reached; what is seen is recorded."""
    return _page(number)


def reveal(number: str) -> Answer:
    """Take the reason, and show that person's numbers for ten minutes."""
    asked, words = request.form.get("person", ""), plain(request.form.get("words", ""))
    purpose = request.form.get("purpose", "")
    person = next((p for p in _signers(number) if p.id == asked), None)
    if person is None:
        raise NotFound()
    try:
        with unit() as u:
            actions.give_reason(u, looking.looker(), person.person_id, purpose, words)
    except Refused as refusal:
        problem = t(refusal.key, **refusal.params)
        return _page(number, asked, purpose, words, problem, refusal.status)
    return redirect(f"/desk/agreements/{number}/contacts", 303)


def _page(
    number: str,
    asked: str = "",
    purpose: str = "",
    typed: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    people = _signers(number)
    known = [person.person_id for person in people]
    looking.shows(known, WHAT, number)
    open_ = looking.revealed(known, WHAT, number)
    with reading() as session:
        shown = [_contact(session, person, person.person_id in open_) for person in people]
    return render(
        "desk/contacts.html",
        status,
        officer=current_user,
        number=number,
        people=shown,
        purposes=PURPOSES,
        asked=asked,
        purpose=purpose,
        typed=typed,
        problem=problem,
    )


def _signers(number: str) -> list[Signer]:
    """Each person once, in the order of the papers; 404 where the request is not one's own."""
    with reading() as session:
        found = one(session, reach_of(), number)
        if found is None:
            raise NotFound()
        query = (
            select(Signer)
            .join(Document, Document.id == Signer.document_id)
            .where(Document.owner == owner_of(found[1].id))
            .order_by(Document.position, Signer.position)
        )
        people = {signer.person_id: signer for signer in reversed(list(session.scalars(query)))}
    return list(reversed(people.values()))


def _contact(session: Session, signer: Signer, open_: bool) -> dict[str, Any]:
    numbers = numbers_of(session, current_user.institution_id, signer.person_id)
    mail = mail_of(session, signer.person_id) or ""
    return {
        "id": signer.id,
        "name": signer.name,
        "role": signer.role,
        "numbers": [(hyphened if open_ else masked)(number.digits) for number in numbers],
        "mail": mail if open_ or not mail else masked_mail(mail),
        "until": _until(session, signer.person_id) if open_ else None,
    }


def _until(session: Session, person_id: str) -> Any:
    found = queries.reasons(session, current_user.account_id, [person_id], clock.now())
    return found[person_id].at + REASON_HOLDS if person_id in found else None
