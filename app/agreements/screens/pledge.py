"""책임경영이행 약정: locked until the guarantee is concluded; then its duties in short, and on."""

from werkzeug.wrappers import Response

from app.agreements.queries import Visit
from app.agreements.screens.frame import load_visit
from app.agreements.signatories import MANAGER
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
        stand=visit.stand,
        locked=frame.sitting.document.state == LOCKED,
        alone=_alone(visit, frame),
    )


def _alone(visit: Visit, frame: Frame) -> str:
    """Why this person signs the pledge alone: as 실제경영자, or as another was designated."""
    if visit.guarantee:
        return ""
    return "manager" if frame.sitting.signer.role == MANAGER else "designated"


def answer(frame: Frame) -> Response:
    """책임경영이행 약정: go on to its text."""
    with frame.open_unit() as (u, sitting):
        if sitting.document.state == LOCKED:
            raise Refused("LOCKED", 409)
        actions.mark(u, sitting, "pledge")
    return frame.onward()
