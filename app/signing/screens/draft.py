"""The autosave: ticks and signature as far as they go, kept on the server (decision 46)."""

from flask import Response, request

from app.db.unit import unit
from app.signing import actions
from app.signing.screens import sign
from app.signing.screens.frame import Frame


def answer(frame: Frame) -> Response:
    """Keep what the form holds: `tick` boxes of the ticks page, or the signature of the pad."""
    if request.form.get("part") == "ticks":
        with unit() as u:
            frame.hold_open(u)
            sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
            actions.keep_ticks(u, sitting, request.form.getlist("tick"))
    else:
        sign.save(frame)
    return Response(status=204)
