"""내려받는 사유: asked before a file with somebody's data leaves, and recorded with it (B3-03)."""

from collections.abc import Iterable

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import unit
from app.records import actions, looking
from app.records.forms import plain
from app.records.rules import PURPOSES
from app.web.pages import render


def ask(number: str, what: str) -> Response:
    """The page that stands before the file `what` (of `records.what.*`) of one request."""
    return _page(number, what)


def give(number: str, what: str, people: Iterable[str]) -> Answer:
    """Take the reason for all of them, and lead to the file; a wrong one is asked for again."""
    purpose, words = request.form.get("purpose", ""), plain(request.form.get("words", ""))
    try:
        with unit() as u:
            for person in people:
                actions.give_reason(u, looking.looker(), person, purpose, words)
    except Refused as refusal:
        problem = t(refusal.key, **refusal.params)
        return _page(number, what, purpose, words, problem, refusal.status)
    return redirect(request.path, 303)


def _page(
    number: str, what: str, purpose: str = "", typed: str = "", problem: str = "", status: int = 200
) -> Response:
    return render(
        "desk/taking.html",
        status,
        officer=current_user,
        number=number,
        what=what,
        purposes=PURPOSES,
        purpose=purpose,
        typed=typed,
        problem=problem,
    )
