"""약정체결 완료: number, time, 약정 내용 확인값, signers, and the sealed paper once it is there."""

from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.db.unit import reading
from app.evidence.models import Seal
from app.evidence.registry import seal_of
from app.signing.screens.frame import Frame
from app.web.pages import render_part


def show(frame: Frame) -> Response:
    """What was concluded, and whether the seal is on the paper yet."""
    return frame.page("signing/done.html", document=frame.sitting.document, seal=_seal(frame))


def answer(frame: Frame) -> Response:
    """Nothing is asked here."""
    raise Refused("OUT_OF_ORDER", 409)


def status(frame: Frame) -> Response:
    """The live part alone."""
    return render_part("signing/_seal_status.html", agreement=frame.subject, seal=_seal(frame))


def _seal(frame: Frame) -> Seal | None:
    with reading() as session:
        return seal_of(session, frame.sitting.document.id)
