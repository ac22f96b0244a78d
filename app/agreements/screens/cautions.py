"""유의사항 확인: each caution acknowledged by its own tick, with the time; then 신용보증 약정."""

from flask import request
from werkzeug.wrappers import Response

from app.db.unit import unit
from app.signing import actions
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The cautions; the acknowledged ones keep their time."""
    return _page(frame, set())


def answer(frame: Frame) -> Response:
    """Record each ticked caution; go on when all are, else show what is missing."""
    known = [caution.key for caution in frame.sitting.paper.cautions]
    ticked = [key for key in request.form.getlist("caution") if key in known]
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.mark(u, sitting, "caution", ticked)
    missing = [key for key in known if key not in ticked and not sitting.marked("caution", key)]
    return _page(frame, set(ticked), missing) if missing else frame.onward()


def _page(frame: Frame, ticked: set[str], missing: list[str] | None = None) -> Response:
    cautions = frame.sitting.paper.cautions
    titles = {caution.key: caution.title for caution in cautions}
    known = {
        c.key: frame.sitting.marks.get(("caution", c.key))
        for c in cautions
        if c.key in ticked or frame.sitting.marked("caution", c.key)
    }
    errors = [{"field": key, "text": titles[key]} for key in missing or []]
    return frame.page(
        "agreements/cautions.html", 422 if errors else 200, acknowledged=known, errors=errors
    )
