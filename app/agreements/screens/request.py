"""약정 요청내역: every field of the request, who must sign and has."""

from werkzeug.wrappers import Response

from app.db.unit import unit
from app.signing import actions
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The request; says so when it changed since it was opened."""
    return frame.page("agreements/request.html", changed=frame.sitting.changed_since_seen)


def answer(frame: Frame) -> Response:
    """다음: record that it was seen."""
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.mark(u, sitting, "request")
    return frame.onward()
