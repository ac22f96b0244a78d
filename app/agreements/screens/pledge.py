"""책임경영이행 약정: locked until the guarantee is concluded; then its duties in short, and on."""

from werkzeug.wrappers import Response

from app.agreements.screens.frame import load_visit
from app.core.errors import Refused
from app.signing import actions
from app.signing.rules import LOCKED
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """Both papers in order, the second with its duties once it is open."""
    visit = load_visit(frame.subject.number)
    return frame.page(
        "agreements/pledge.html",
        papers=visit.papers,
        locked=frame.sitting.document.state == LOCKED,
    )


def answer(frame: Frame) -> Response:
    """책임경영이행 약정: go on to its text."""
    with frame.open_unit() as (u, sitting):
        if sitting.document.state == LOCKED:
            raise Refused("LOCKED", 409)
        actions.mark(u, sitting, "pledge")
    return frame.onward()
