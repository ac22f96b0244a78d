"""The doors of the e-agreement: every address, who may pass, and which screen answers.

One step, one module (here or in `app.signing.screens`) with `show(frame)` and `answer(frame)`.
"""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response
from flask import request as asked  # `request` is a screen of this package
from werkzeug.wrappers import Response as Answer

from app.agreements import rules
from app.agreements.journey import PERSON
from app.agreements.queries import Visit
from app.agreements.screens import cautions, decline, done, ended, list_, paper
from app.agreements.screens.frame import frame_of, load_visit, to_step
from app.agreements.screens.steps import STEPS
from app.core.errors import NotFound, Refused
from app.signing.screens import draft, identify, text
from app.signing.screens.frame import Frame
from app.web.guards import signed_in

doors = Blueprint("agreements", __name__, url_prefix="/agreements")


@doors.get("")
@signed_in
def list_of_mine() -> Response:
    """전자약정 리스트."""
    return list_.show()


@doors.get("/<number>")
@signed_in
def start(number: str) -> Answer:
    """Straight to where the person stands."""
    return to_step(number, PERSON.frontier(load_visit(number).sitting).key)


@doors.get("/<number>/<key>")
@signed_in
def step(number: str, key: str) -> Answer:
    """Show a step; a step too far leads to the frontier, an ended request to its calm page."""
    visit = load_visit(_known(number, key))
    if not visit.agreement.open and visit.agreement.state != rules.COMPLETED:
        return ended.show(visit)
    if not PERSON.may_open(key, visit.sitting):
        return to_step(number, PERSON.frontier(visit.sitting).key)
    return STEPS[key].show(frame_of(visit, key))


@doors.post("/<number>/<key>")
@signed_in
def answer(number: str, key: str) -> Answer:
    """Take a step's answer; ended, changed, signed or out of order is refused in words."""
    visit = load_visit(_known(number, key))
    return _not_answerable(visit, key) or _answered(visit, key, STEPS[key].answer)


@doors.post("/<number>/draft")
@signed_in
def keep_draft(number: str) -> Answer:
    """Autosave of ticks or signature."""
    visit = load_visit(number)
    keepers = {"cautions": cautions.keep}
    keep = partial(draft.answer, keepers=keepers)
    step = draft.posted_step()
    if step not in STEPS:
        raise Refused("BAD_REQUEST", 400)
    return _not_answerable(visit, step) or _answered(visit, step, keep)


@doors.post("/<number>/articles/<int:article>")
@signed_in
def read_article(number: str, article: int) -> Answer:
    """An article was opened."""
    visit = load_visit(number)
    read = partial(text.read_article, number=article)
    return _not_answerable(visit, "text") or _answered(visit, "text", read)


@doors.post("/<number>/identify/send")
@signed_in
def send_code(number: str) -> Answer:
    """전화로 받기 / 문자로 받기 / 시간 연장."""
    visit = load_visit(number)
    return _not_answerable(visit, "identify") or _answered(visit, "identify", identify.send)


@doors.get("/<number>/status")
@signed_in
def live_part(number: str) -> Answer:
    """The part of a page that updates itself: the call, or the seal."""
    visit = load_visit(number)
    if asked.args.get("part") == "call":
        return identify.status(frame_of(visit, "identify"))
    return done.status(frame_of(visit, "done"))


@doors.get("/<number>/paper.pdf")
@signed_in
def download(number: str) -> Response:
    """The paper: before the conclusion the one to be signed, after it the sealed one."""
    return paper.download(load_visit(number))


@doors.route("/<number>/decline", methods=["GET", "POST"])
@signed_in
def declining(number: str) -> Answer:
    """거절, with a reason."""
    visit = load_visit(number)
    if asked.method == "POST":
        return _not_answerable(visit, None) or _answered(
            visit, "request", lambda _: decline.answer(visit)
        )
    if visit.agreement.state == rules.COMPLETED:
        return to_step(number, "done")
    return decline.show(visit) if visit.agreement.open else ended.show(visit)


def _not_answerable(visit: Visit, key: str | None) -> Answer | None:
    """Why this post cannot be taken: the calm page, or None when it can."""
    if visit.sitting.signature:
        if visit.sitting.answered_by(asked.form.get("idempotency_key", "")):
            return to_step(visit.agreement.number, "done")
        return ended.already_signed(visit)
    if not visit.agreement.open:
        return ended.show(visit)
    if key != "request" and visit.sitting.changed_since_seen:
        return ended.changed(visit)
    if key and not PERSON.may_open(key, visit.sitting):
        raise Refused("OUT_OF_ORDER", 409)
    return None


def _answered(visit: Visit, key: str, act: Callable[[Frame], Answer]) -> Answer:
    """The screen's answer; who lost a race meanwhile gets the page of what came first."""
    try:
        return act(frame_of(visit, key))
    except Refused:
        page = _not_answerable(load_visit(visit.agreement.number), None)
        if page is None:
            raise
        return page


def _known(number: str, key: str) -> str:
    if key not in STEPS:
        raise NotFound()
    return number
