"""서명: with a finger or by typing the registered name; then 약정 실행."""

from flask import request
from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import unit
from app.signing import actions
from app.signing.screens.frame import Frame, posted_key

AGAIN = {"SIGNATURE_MISSING", "SIGNATURE_TOO_SIMPLE", "NAME_DIFFERS", "SIGNATURE_METHOD"}
"""Refusals that are answered on the page itself, with what was drawn or typed still there."""


def show(frame: Frame) -> Response:
    """The pad with what was drawn so far, on whichever device."""
    return _page(frame)


def answer(frame: Frame) -> Response:
    """약정 실행: keep the signature, commit to it, go on to 본인인증."""
    key = posted_key()
    save(frame)
    try:
        with unit() as u:
            frame.hold_open(u)
            sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
            actions.execute(u, sitting, key)
            frame.executed(u)
    except Refused as refusal:
        if refusal.code == "TICKS_MISSING":
            return frame.to("ticks")
        if refusal.code not in AGAIN:
            raise
        return _page(frame, 422, t(refusal.key, name=frame.sitting.signer.name))
    return frame.onward()


def save(frame: Frame) -> None:
    """Keep what was drawn or typed (also called by the autosave)."""
    form = request.form
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.keep_signature(
            u, sitting, form.get("method", ""), form.get("ink"), form.get("name")
        )


def _page(frame: Frame, status: int = 200, problem: str = "") -> Response:
    drawn = frame.sitting.drawn
    posted = request.form
    return frame.page(
        "signing/sign.html",
        status,
        signer=frame.sitting.signer,
        method=posted.get("method") or drawn.get("method") or "ink",
        ink=posted.get("ink") or drawn.get("ink") or "",
        typed=posted.get("name") or drawn.get("name") or "",
        errors=[{"field": "signature", "text": problem}] if problem else [],
    )
