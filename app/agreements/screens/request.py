"""약정 요청내역: every field of the request, who must sign and has."""

from flask import request
from werkzeug.wrappers import Response

from app.core.texts import t
from app.signing import actions
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The request; says so when it changed since it was opened."""
    return _page(frame, frame.sitting.changed_since_seen)


def answer(frame: Frame) -> Response:
    """다음: record that this version was seen; another version's page is shown again, changed."""
    if request.form.get("version", type=int) != frame.subject.version:
        return _page(frame, True, 409)
    with frame.open_unit() as (u, sitting):
        actions.mark(u, sitting, "request")
    return frame.onward()


def _page(frame: Frame, changed: bool, status: int = 200) -> Response:
    errors = [{"field": "", "text": t("agreements.request.changed")}] if changed else []
    return frame.page("agreements/request.html", status, errors=errors)
