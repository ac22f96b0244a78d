"""약정체결 완료: number, time, 약정 내용 확인값, signers, and the sealed paper once it is there."""

from datetime import timedelta
from typing import Any

from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Refused
from app.db.unit import reading
from app.evidence.registry import seal_of
from app.signing.screens.frame import Frame
from app.web.pages import render_part

FRESH = timedelta(seconds=20)
"""How long after the signature the stamp still comes down with a movement."""


def show(frame: Frame) -> Response:
    """What was concluded, and whether the seal is on the paper yet."""
    document = frame.sitting.document
    at = document.concluded_at or document.released_at
    return frame.page(
        "signing/done.html",
        concluded_at=at,
        document_hash=document.document_hash,
        fresh=clock.now() - at < FRESH,
        seal=_seal(frame),
    )


def answer(frame: Frame) -> Response:
    """Nothing is asked here."""
    raise Refused("OUT_OF_ORDER", 409)


def status(frame: Frame) -> Response:
    """The live part alone."""
    return render_part("signing/_seal_status.html", agreement=frame.subject, seal=_seal(frame))


def _seal(frame: Frame) -> dict[str, Any]:
    with reading() as session:
        seal = seal_of(session, frame.sitting.document.id)
    return {
        "ready": seal is not None,
        "stamped_at": seal.stamped_at if seal else None,
        "file_hash": seal.file_hash if seal else "",
    }
