"""확인 항목 체크: mandatory and optional boxes apart, none ticked beforehand."""

from flask import request
from werkzeug.wrappers import Response

from app.core.texts import t
from app.db.unit import unit
from app.signing import actions, rules
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The boxes as the person left them."""
    return frame.page("signing/ticks.html", ticked=set(frame.sitting.ticks))


def answer(frame: Frame) -> Response:
    """Keep the boxes; go on when every mandatory one is ticked, else say which are missing."""
    ticked = request.form.getlist("tick")
    required = [tick.key for tick in frame.sitting.paper.ticks if tick.required]
    missing = rules.missing_ticks(required, ticked)
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.keep_ticks(u, sitting, ticked)
        if not missing:
            actions.mark(u, sitting, "ticks")
    if not missing:
        return frame.onward()
    labels = {tick.key: tick.label for tick in frame.sitting.paper.ticks}
    errors = [{"field": key, "text": labels[key]} for key in missing]
    message = t("signing.ticks.missing")
    return frame.page("signing/ticks.html", 422, ticked=set(ticked), errors=errors, notice=message)
