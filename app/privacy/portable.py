"""내 정보 내려받기: everything kept about one person, for programs (JSON) and readers (HTML)."""

import io
import json
import zipfile
from typing import Any

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, LoginSession
from app.agreements.models import AgreementRequest
from app.core import clock
from app.core.phone import hyphened
from app.delivery.models import Message
from app.parties.models import Firm, Institution, NumberOfRecord, Person, Representation
from app.privacy.consents import agreed
from app.privacy.models import RightsRequest
from app.records.queries import of_person
from app.signing.models import Document, Signature, Signer

Table = list[dict[str, Any]]


def everything(session: Session, person_id: str) -> dict[str, Table]:
    """What is kept about the person, by kind; of others only what is needed to understand it."""
    return {
        "register": _register(session, person_id),
        "firms": _firms(session, person_id),
        "requests": _requests(session, person_id),
        "signatures": _signatures(session, person_id),
        "consents": _consents(session, person_id),
        "messages": _messages(session, person_id),
        "sessions": _sessions(session, person_id),
        "rights": _rights(session, person_id),
        "accesses": _accesses(session, person_id),
    }


def packed(found: dict[str, Table]) -> bytes:
    """The ZIP: `my-data.json` and the same as a page, `my-data.html`."""
    made = clock.kst(clock.now()).isoformat(timespec="seconds")
    text = json.dumps({"made_at": made, **found}, ensure_ascii=False, indent=2)
    page = render_template("privacy/portable.html", made=made, found=found)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("my-data.json", text)
        folder.writestr("my-data.html", page)
    return out.getvalue()


def _register(session: Session, person_id: str) -> Table:
    person = session.get_one(Person, person_id)
    account = session.scalar(select(Account).filter_by(person_id=person_id))
    numbers = session.execute(
        select(Institution.name, NumberOfRecord)
        .join(Institution, Institution.id == NumberOfRecord.institution_id)
        .where(NumberOfRecord.person_id == person_id)
    )
    own = {
        "name": person.name,
        "mail": person.mail or "",
        "login": account.login_id if account else "",
    }
    return [own, *({"institution": name, "number": hyphened(row.number)} for name, row in numbers)]


def _firms(session: Session, person_id: str) -> Table:
    query = (
        select(Firm, Representation)
        .join(Representation, Representation.firm_id == Firm.id)
        .where(Representation.person_id == person_id)
    )
    return [
        {
            "firm": firm.name,
            "business_number": firm.business_number,
            "role": role.role,
            "since": str(role.since),
            "until": str(role.until or ""),
        }
        for firm, role in session.execute(query)
    ]


def _requests(session: Session, person_id: str) -> Table:
    owners = (
        select(Document.owner)
        .join(Signer, Signer.document_id == Document.id)
        .where(Signer.person_id == person_id)
    )
    query = select(AgreementRequest).where(("agreement:" + AgreementRequest.id).in_(owners))
    return [
        {
            "number": one.number,
            "product": one.product,
            "amount": one.amount,
            "period": f"{one.period_start} ~ {one.period_end}",
            "bank": one.bank,
            "purpose": one.purpose,
            "state": one.state,
            "sent": _at(one.created_at),
            "deadline": _at(one.deadline),
        }
        for one in session.scalars(query.order_by(AgreementRequest.id.desc()))
    ]


def _signatures(session: Session, person_id: str) -> Table:
    query = (
        select(Document, Signature)
        .join(Signature, Signature.document_id == Document.id)
        .join(Signer, Signer.id == Signature.signer_id)
        .where(Signer.person_id == person_id)
    )
    return [
        {
            "number": document.number,
            "signed": _at(signature.at),
            "method": signature.method,
            "identity": str(signature.identity.get("method", "")),
            "document_hash": signature.document_hash,
            "content": signature.content,
        }
        for document, signature in session.execute(query.order_by(Signature.at.desc()))
    ]


def _consents(session: Session, person_id: str) -> Table:
    return [
        {
            "number": each.number,
            "text": f"{each.template} {each.version}",
            "consent": consent.label,
            "given": consent.ticked,
            "at": _at(consent.at),
            "withdrawn": _at(consent.withdrawn_at) if consent.withdrawn_at else "",
        }
        for each in agreed(session, person_id)
        for consent in each.consents
    ]


def _messages(session: Session, person_id: str) -> Table:
    query = select(Message).where(Message.key.contains(person_id, autoescape=True))
    return [
        {"at": _at(m.created_at), "channel": m.channel, "to": m.to_masked, "state": m.state}
        for m in session.scalars(query.order_by(Message.created_at.desc()))
    ]


def _sessions(session: Session, person_id: str) -> Table:
    query = (
        select(LoginSession)
        .join(Account, Account.id == LoginSession.account_id)
        .where(Account.person_id == person_id)
    )
    return [
        {"began": _at(s.created_at), "seen": _at(s.last_seen_at), "device": s.device}
        for s in session.scalars(query.order_by(LoginSession.created_at.desc()))
    ]


def _rights(session: Session, person_id: str) -> Table:
    query = select(RightsRequest).where(RightsRequest.person_id == person_id)
    return [
        {
            "number": r.number,
            "kind": r.kind,
            "state": r.state,
            "asked": _at(r.asked_at),
            "words": r.words,
            "answer": r.answer,
        }
        for r in session.scalars(query.order_by(RightsRequest.id.desc()))
    ]


def _accesses(session: Session, person_id: str) -> Table:
    places = {place.id: place.name for place in session.scalars(select(Institution))}
    return [
        {
            "at": _at(a.at),
            "institution": places[a.institution_id],
            "action": a.action,
            "reference": a.reference,
            "purpose": a.purpose,
        }
        for a in of_person(session, person_id)
    ]


def _at(instant: Any) -> str:
    return clock.kst(instant).isoformat(timespec="seconds")
