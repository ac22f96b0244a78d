"""확인 항목 체크: mandatory and optional boxes apart, none ticked beforehand."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from app.core.texts import t
from app.signing import actions, drafts, rules
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The boxes as the person left them."""
    return frame.page("signing/ticks.html", ticked=set(frame.sitting.ticks))


def answer(frame: Frame) -> Response:
    """Keep the boxes; go on when every mandatory one is ticked, else say which are missing."""
    ticked = request.form.getlist("tick")
    required = [tick.key for tick in frame.sitting.paper.ticks if tick.required]
    missing = rules.missing_ticks(required, ticked)
    with frame.open_unit() as (u, sitting):
        drafts.keep_ticks(u, sitting, ticked)
        if not missing:
            actions.mark(u, sitting, "ticks")
    if not missing:
        return frame.onward()
    return frame.page("signing/ticks.html", 422, ticked=set(ticked), errors=_errors(frame, missing))


def keep(frame: Frame, values: Mapping[str, list[str]]) -> None:
    """The autosave of this page."""
    with frame.open_unit() as (u, sitting):
        drafts.keep_ticks(u, sitting, values.get("tick", []))


def _errors(frame: Frame, missing: list[str]) -> list[dict[str, str]]:
    labels = {tick.key: tick.label for tick in frame.sitting.paper.ticks}
    first = {"field": "", "text": t("signing.ticks.missing")}
    return [first, *({"field": key, "text": labels[key]} for key in missing)]
