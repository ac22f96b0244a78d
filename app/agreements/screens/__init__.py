"""The doors of the e-agreement: every step's address, who may pass, and which screen answers.

One step, one module here (or in `app.signing.screens`) with `show(visit)` and `answer(visit)`.
"""

from collections.abc import Callable
from types import ModuleType

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import rules
from app.agreements.journey import PERSON
from app.agreements.queries import Visit
from app.agreements.queries import visit as find_visit
from app.agreements.screens import ended
from app.agreements.screens.steps import STEPS
from app.core.errors import NotFound, Refused
from app.db.unit import reading
from app.web.guards import signed_in

doors = Blueprint("agreements", __name__, url_prefix="/agreements")


def load_visit(number: str) -> Visit:
    """The signed-in person's visit; another person's agreement is not there (404)."""
    with reading() as session:
        found = find_visit(session, number, current_user.person_id)
    if found is None:
        raise NotFound()
    return found


def to_step(number: str, key: str) -> Response:
    """303 to a step's page."""
    return redirect(url_for("agreements.step", number=number, key=key), 303)


@doors.get("/<number>")
@signed_in
def start(number: str) -> Response:
    """Straight to where the person stands."""
    visit = load_visit(number)
    return to_step(number, PERSON.frontier(visit.sitting).key)


@doors.get("/<number>/<key>")
@signed_in
def step(number: str, key: str) -> Response:
    """Show a step; a step too far leads to the frontier, an ended request to its calm page."""
    screen, visit = _screen(key), load_visit(number)
    if not visit.agreement.open and visit.agreement.state != rules.COMPLETED:
        return ended.show(visit)
    if not PERSON.may_open(key, visit.sitting):
        return to_step(number, PERSON.frontier(visit.sitting).key)
    return screen.show(visit)


@doors.post("/<number>/<key>")
@signed_in
def answer(number: str, key: str) -> Response:
    """Take a step's answer; out of order, ended, changed or already signed is refused in words."""
    screen, visit = _screen(key), load_visit(number)
    if visit.sitting.signature:
        return _already_signed(visit)
    rules.check_open(visit.agreement.state)
    if request.form.get("seen") != visit.sitting.document.document_hash[:16]:
        raise Refused("STALE_VERSION", 409)
    if not PERSON.may_open(key, visit.sitting):
        raise Refused("OUT_OF_ORDER", 409)
    return screen.answer(visit)


def _already_signed(visit: Visit) -> Response:
    if visit.sitting.answered_by(request.form.get("idempotency_key", "")):
        return to_step(visit.agreement.number, "done")
    return ended.signed(visit)


def _screen(key: str) -> ModuleType:
    if key not in STEPS:
        raise NotFound()
    return STEPS[key]


Screen = Callable[[Visit], Response]
