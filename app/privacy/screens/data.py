"""내 정보 요청: take one's data along, ask to have it corrected or erased, see what came of it."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.core.texts import t
from app.db.unit import reading, unit
from app.privacy import asking, portable
from app.privacy.rules import KINDS
from app.web.pages import render


def show() -> Response:
    """The page with both forms and what was asked before."""
    return _page()


def ask() -> Answer:
    """Take the request; what was typed stays when something is missing."""
    kind, words = request.form.get("kind", ""), request.form.get("words", "").strip()
    place = request.form.get("institution", "")[:36]
    try:
        with unit() as u:
            asking.ask(u, current_user.person_id, place, kind, words)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(kind, words, t(refusal.key, **refusal.params), refusal.status)
    return redirect("/me/data", 303)


def export() -> Answer:
    """Everything kept about whoever asks, as a ZIP; that it was taken along is recorded."""
    person_id = current_user.person_id
    with reading() as session:
        packed = portable.packed(portable.everything(session, person_id))
    with unit() as u:
        actor = Actor("person", person_id)
        place = current_user.institution_id or ""
        u.emit(Event("privacy:data:exported", f"person:{person_id}", place, actor))
    response = Response(packed, mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


def _page(kind: str = "", words: str = "", problem: str = "", status: int = 200) -> Response:
    with reading() as session:
        asked = asking.of_person(session, current_user.person_id)
        places = asking.institutions_of(session, current_user.person_id)
    return render(
        "privacy/data.html",
        status,
        kinds=KINDS,
        places=places,
        asked=asked,
        due=asking.due,
        kind=kind,
        words=words,
        problem=problem,
    )
