"""After one's signature: waiting for the others (1/2), or concluded, with the sealed paper."""

from datetime import timedelta
from typing import Any

from werkzeug.wrappers import Response

from app.agreements.screens.frame import load_visit
from app.core import clock
from app.core.errors import Refused
from app.db.unit import reading
from app.evidence.registry import seal_of
from app.signing.screens.frame import Frame
from app.web.pages import render_part

FRESH = timedelta(seconds=20)
"""How long after the signature the stamp still comes down with a movement."""


def show(frame: Frame) -> Response:
    """What was concluded and whether its seal is there, or who is still missing."""
    visit = load_visit(frame.subject.number)
    document = frame.sitting.document
    if document.concluded_at is None:
        return frame.page(
            "agreements/waiting.html", papers=visit.papers, stand=visit.stand, mine=frame.sitting
        )
    return frame.page(
        "signing/done.html",
        concluded_at=document.concluded_at,
        document_hash=document.document_hash,
        signers=frame.sitting.signers,
        fresh=clock.now() - document.concluded_at < FRESH,
        inked=frame.sitting.signature is not None and frame.sitting.signature.method == "ink",
        seal=_seal(frame),
        onward="pledge" if visit.pledge and frame.key == "done" else "",
    )


def answer(frame: Frame) -> Response:
    """Nothing is asked here."""
    raise Refused("OUT_OF_ORDER", 409)


def status(frame: Frame) -> Response:
    """The live part alone: the seal."""
    return render_part(
        "signing/_seal_status.html",
        agreement=frame.subject,
        base=frame.base,
        seal=_seal(frame),
        onward="pledge" if frame.key == "done" and frame.subject.corporation else "",
    )


def _seal(frame: Frame) -> dict[str, Any]:
    with reading() as session:
        seal = seal_of(session, frame.sitting.document.id)
    return {
        "ready": seal is not None,
        "stamped_at": seal.stamped_at if seal else None,
        "file_hash": seal.file_hash if seal else "",
    }
