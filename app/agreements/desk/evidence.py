"""What an officer may take of a concluded paper as evidence; each time is recorded."""

from flask import Response
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.agreements.desk import taking
from app.agreements.desk.list_ import reach_of
from app.agreements.desk.queries import one
from app.agreements.desk.subjects import subjects
from app.agreements.queries import owner_of
from app.core.errors import NotFound
from app.core.events import Actor
from app.core.texts import t
from app.db.unit import reading, unit
from app.records import looking
from app.signing import bundles, documents
from app.signing.models import Document
from app.signing.queries import documents_of, signatures_of
from app.signing.screens import evidence, strokes
from app.web.pages import render

BUNDLE = "bundle"


def bundle(number: str, position: int) -> Response:
    """증거 묶음 with every signer's strokes, once one has said why; what is out of one's reach is
    not there (404)."""
    document = _document(number, position)
    people = _people(document)
    if (reason := looking.reason_for(people)) is None:
        with reading() as session:
            bundles.gather(session, document)  # refuses a paper that waits before anybody is asked
        return taking.ask(number, BUNDLE)
    taken = evidence.hand_out(document, _actor())
    looking.taken(people, BUNDLE, number, reason)
    return taken


def bundle_reason(number: str, position: int) -> Answer:
    """Say why one takes it."""
    return taking.give(number, BUNDLE, _people(_document(number, position)))


def ink(number: str, position: int, place: int) -> Response:
    """The signature of whoever signs there on the paper, as it was written; 404 without one."""
    document = _document(number, position)
    with reading() as session:
        signed = signatures_of(session, document)
    mine = [(signer, signature) for signer, signature in signed if signer.position == place]
    if not mine:
        raise NotFound()
    signer, signature = mine[0]
    shown = strokes.shown(signer, signature)
    with unit() as u:
        documents.replayed(u, document, _actor(), signer.id)
    looking.shows([signer.person_id], "strokes", number)
    role = t(f"signing.role.{signer.role}")
    return render("desk/strokes.html", officer=current_user, number=number, role=role, **shown)


def _people(document: Document) -> list[str]:
    return subjects([document.owner.removeprefix("agreement:")])


def _document(number: str, position: int) -> Document:
    with reading() as session:
        found = one(session, reach_of(), number)
        documents = documents_of(session, owner_of(found[1].id)) if found else []
    if not 1 <= position <= len(documents):
        raise NotFound()
    return documents[position - 1]


def _actor() -> Actor:
    return Actor("staff", current_user.account_id)
