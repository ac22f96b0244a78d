"""The doors of the e-agreement: every address, who may pass, and which screen answers.

One step, one module (here or in `app.signing.screens`) with `show(frame)` and `answer(frame)`.
The second document's addresses begin with `pledge-`.
"""

from functools import partial

from flask import Blueprint, Response
from flask import request as asked  # `request` is a screen of this package
from werkzeug.wrappers import Response as Answer

from app.agreements import rules
from app.agreements.journey import JOURNEY, PLEDGE
from app.agreements.screens import (
    cautions,
    decline,
    done,
    ended,
    evidence,
    list_,
    live,
    paper,
    reading,
)
from app.agreements.screens.frame import frame_of, load_visit, to_step
from app.agreements.screens.steps import STEPS
from app.agreements.screens.taking import taken
from app.core.errors import NotFound, Refused
from app.signing.screens import draft, identify, text
from app.web.guards import signed_in

doors = Blueprint("agreements", __name__, url_prefix="/agreements")

GUARANTEE_PART, PLEDGE_PART = {"part": ""}, {"part": PLEDGE}


@doors.get("")
@signed_in
def list_of_mine() -> Response:
    """전자약정 리스트."""
    return list_.show()


@doors.get("/<number>")
@signed_in
def start(number: str) -> Answer:
    """Straight to where the person stands."""
    return to_step(number, JOURNEY.frontier(load_visit(number)).key)


@doors.get("/<number>/<key>")
@signed_in
def step(number: str, key: str) -> Answer:
    """Show a step; a step too far leads to the frontier, an ended request to its calm page."""
    visit = load_visit(_known(number, key))
    if not visit.agreement.open and visit.agreement.state != rules.COMPLETED:
        return ended.show(visit)
    if not JOURNEY.may_open(key, visit):
        return to_step(number, JOURNEY.frontier(visit).key)
    if visit.first is None:
        return reading.show(visit)
    return STEPS[key].show(frame_of(visit, key))


@doors.post("/<number>/<key>")
@signed_in
def answer(number: str, key: str) -> Answer:
    """Take a step's answer; ended, changed, signed or out of order is refused in words."""
    return taken(_known(number, key), key, STEPS[key].answer)


@doors.post("/<number>/draft", defaults=GUARANTEE_PART)
@doors.post("/<number>/pledge-draft", defaults=PLEDGE_PART)
@signed_in
def keep_draft(number: str, part: str) -> Answer:
    """Autosave of ticks or signature."""
    load_visit(number)  # another person's agreement is not there, whatever is sent to it
    key = part + draft.posted_step()
    if key not in STEPS:
        raise Refused("BAD_REQUEST", 400)
    keepers = {} if part else {"cautions": cautions.keep}
    return taken(number, key, partial(draft.answer, keepers=keepers))


@doors.post("/<number>/articles/<int:article>", defaults=GUARANTEE_PART)
@doors.post("/<number>/pledge-articles/<int:article>", defaults=PLEDGE_PART)
@signed_in
def read_article(number: str, article: int, part: str) -> Answer:
    """An article was opened."""
    return taken(number, f"{part}text", partial(text.read_article, number=article))


@doors.post("/<number>/identify/send", defaults=GUARANTEE_PART)
@doors.post("/<number>/pledge-identify/send", defaults=PLEDGE_PART)
@signed_in
def send_code(number: str, part: str) -> Answer:
    """전화로 받기 / 문자로 받기 / 시간 연장."""
    return taken(number, f"{part}identify", identify.send)


@doors.get("/<number>/status", defaults=GUARANTEE_PART)
@doors.get("/<number>/pledge-status", defaults=PLEDGE_PART)
@signed_in
def live_part(number: str, part: str) -> Answer:
    """The part of a page that updates itself: the call, the seal; or whether anything happened."""
    visit, what = load_visit(number), asked.args.get("part")
    if what == "stand":
        return live.answer(visit, asked.args.get("stand", ""))
    key = f"{part}identify" if what == "call" else f"{part}done"
    if not JOURNEY.may_open(key, visit) or visit.first is None:
        return Response(status=204)
    if what == "call":
        return identify.status(frame_of(visit, key))
    return done.status(frame_of(visit, key))


@doors.get("/<number>/paper.pdf", defaults={"position": 1})
@doors.get("/<number>/pledge-paper.pdf", defaults={"position": 2})
@signed_in
def download(number: str, position: int) -> Response:
    """The paper: before the conclusion the one to be signed, after it the sealed one."""
    return paper.download(load_visit(number), position)


@doors.get("/<number>/bundle.zip", defaults={"position": 1})
@doors.get("/<number>/pledge-bundle.zip", defaults={"position": 2})
@signed_in
def bundle(number: str, position: int) -> Response:
    """증거 묶음 of a paper one has signed."""
    return evidence.bundle(load_visit(number), position)


@doors.get("/<number>/strokes", defaults={"position": 1})
@doors.get("/<number>/pledge-strokes", defaults={"position": 2})
@signed_in
def ink(number: str, position: int) -> Response:
    """How one wrote one's own signature."""
    return evidence.ink(load_visit(number), position)


@doors.get("/<number>/void-notice.pdf")
@signed_in
def void_notice(number: str) -> Response:
    """약정 무효 확인서."""
    return paper.void_notice(load_visit(number))


@doors.route("/<number>/decline", methods=["GET", "POST"])
@signed_in
def declining(number: str) -> Answer:
    """거절, with a reason."""
    visit = load_visit(number)
    if asked.method == "POST":
        return taken(number, None, lambda _: decline.answer(visit))
    if visit.agreement.state == rules.COMPLETED:
        return to_step(number, JOURNEY.frontier(visit).key)
    return decline.show(visit) if visit.agreement.open else ended.show(visit)


def _known(number: str, key: str) -> str:
    if key not in STEPS:
        raise NotFound()
    return number
