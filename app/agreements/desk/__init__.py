"""The desk's doors to the e-agreements: composed, released, found, acted upon."""

from flask import Blueprint
from flask import request as asked
from werkzeug.wrappers import Response

from app.agreements import rules
from app.agreements.desk import (
    acts,
    compose,
    contacts,
    evidence,
    list_,
    one,
    preview,
    review,
    trail,
)
from app.agreements.desk import drafts as draft_list
from app.web.guards import officer

doors = Blueprint("desk_agreements", __name__, url_prefix="/desk/agreements")


@doors.get("")
@officer
def requests() -> Response:
    """전자약정: the institution's requests, found by state, number, firm."""
    return list_.show()


@doors.post("")
@officer
def search() -> Response:
    """The same, what is searched for being posted: it names people, and addresses are logged."""
    return list_.show()


@doors.get("/new")
@officer
def new() -> Response:
    """새 전자약정 요청."""
    return compose.blank()


@doors.get("/drafts")
@officer
def drafts() -> Response:
    """작성 중과 결재 대기."""
    return draft_list.show()


@doors.get("/drafts/<draft_id>")
@officer
def draft(draft_id: str) -> Response:
    """A draft where it stands: to be written, waiting, or sent."""
    found = draft_list.visible(draft_id)
    if found.state in (rules.DRAFT, rules.RETURNED):
        return compose.show(found)
    return compose.onward(found) if found.state == rules.SENT else review.show(found)


@doors.post("/drafts/<draft_id>")
@officer
def write(draft_id: str) -> Response:
    """찾기, 다시 계산, 임시 저장, 요청 보내기, 지우기."""
    return compose.answer(draft_id)


@doors.post("/drafts/<draft_id>/live")
@officer
def live(draft_id: str) -> Response:
    """What it comes to, while it is typed."""
    return compose.live(draft_id)


@doors.get("/drafts/<draft_id>/text")
@officer
def draft_text(draft_id: str) -> Response:
    """The papers as their signers will read them."""
    return preview.text(draft_id)


@doors.get("/drafts/<draft_id>/paper.pdf", defaults={"position": 1})
@doors.get("/drafts/<draft_id>/pledge-paper.pdf", defaults={"position": 2})
@officer
def draft_paper(draft_id: str, position: int) -> Response:
    """The same as PDF."""
    return preview.pdf(draft_id, position)


@doors.post("/drafts/<draft_id>/release")
@officer
def release(draft_id: str) -> Response:
    """결재하고 보내기."""
    return review.answer(draft_id)


@doors.post("/drafts/<draft_id>/return")
@officer
def hand_back(draft_id: str) -> Response:
    """돌려보내기."""
    return review.hand_back(draft_id)


@doors.post("/drafts/<draft_id>/take-back")
@officer
def take_back(draft_id: str) -> Response:
    """거두어 고치기."""
    return review.take_back(draft_id)


@doors.get("/<number>")
@officer
def request(number: str) -> Response:
    """One request: its terms, its people, what happened to it."""
    return one.show(number)


@doors.get("/<number>/trail.csv")
@officer
def table(number: str) -> Response:
    """진행 기록 as a table for a spreadsheet."""
    return trail.table(number)


@doors.post("/<number>/trail.csv")
@officer
def table_reason(number: str) -> Response:
    """Say why one takes it."""
    return trail.table_reason(number)


@doors.get("/<number>/bundle/<int:position>.zip")
@officer
def bundle(number: str, position: int) -> Response:
    """증거 묶음 of one of its papers."""
    return evidence.bundle(number, position)


@doors.post("/<number>/bundle/<int:position>.zip")
@officer
def bundle_reason(number: str, position: int) -> Response:
    """Say why one takes it."""
    return evidence.bundle_reason(number, position)


@doors.get("/<number>/contacts")
@officer
def show_contacts(number: str) -> Response:
    """서명자 연락처, masked."""
    return contacts.show(number)


@doors.post("/<number>/contacts")
@officer
def reveal_contacts(number: str) -> Response:
    """Say why, and see one person's."""
    return contacts.reveal(number)


@doors.get("/<number>/status")
@officer
def status(number: str) -> Response:
    """Whether anything has happened to it since the page was opened."""
    return one.status(number, asked.args.get("stand", ""))


@doors.post("/<number>/remind")
@officer
def remind(number: str) -> Response:
    """다시 알림."""
    return acts.remind(number)


@doors.route("/<number>/extend", methods=["GET", "POST"])
@officer
def extend(number: str) -> Response:
    """기한 연장."""
    return acts.extend(number)


@doors.route("/<number>/recall", methods=["GET", "POST"])
@officer
def recall(number: str) -> Response:
    """회수."""
    return acts.recall(number)


@doors.post("/<number>/correct")
@officer
def correct(number: str) -> Response:
    """고쳐서 다시 요청."""
    return acts.correct(number)


@doors.route("/<number>/counter", methods=["GET", "POST"])
@officer
def counter(number: str) -> Response:
    """창구에서 서명."""
    return acts.counter(number)


@doors.get("/<number>/strokes/<int:position>/<int:place>")
@officer
def strokes(number: str, position: int, place: int) -> Response:
    """How somebody wrote their signature on one of its papers."""
    return evidence.ink(number, position, place)
