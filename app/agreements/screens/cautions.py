"""유의사항 확인: each caution acknowledged by its own tick, with the time; then 신용보증 약정."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from app.core.texts import t
from app.signing import actions
from app.signing.queries import Sitting
from app.signing.screens.frame import Frame


def show(frame: Frame) -> Response:
    """The cautions; the acknowledged ones keep their time."""
    return _page(frame, frame.sitting, [])


def answer(frame: Frame) -> Response:
    """Record each ticked caution; go on when all are, else show what is missing."""
    ticked = request.form.getlist("caution")
    keep(frame, {"caution": ticked})
    before = frame.sitting
    unticked = (c.key for c in before.paper.cautions if c.key not in ticked)
    missing = [key for key in unticked if not before.marked("caution", key)]
    if not missing:
        return frame.onward()
    with frame.open_unit() as (_, sitting):
        return _page(frame, sitting, missing)


def keep(frame: Frame, values: Mapping[str, list[str]]) -> None:
    """Record the ticked cautions (also at once, as they are ticked); a tick is not taken back."""
    known = {caution.key for caution in frame.sitting.paper.cautions}
    with frame.open_unit() as (u, sitting):
        actions.mark(u, sitting, "caution", [k for k in values.get("caution", []) if k in known])


def _page(frame: Frame, sitting: Sitting, missing: list[str]) -> Response:
    cautions = [
        {
            "key": caution.key,
            "title": caution.title,
            "text": caution.text,
            "read_at": sitting.marks.get(("caution", caution.key)),
        }
        for caution in sitting.paper.cautions
    ]
    first = {"field": "", "text": t("agreements.cautions.missing_all")}
    links = [{"field": c["key"], "text": c["title"]} for c in cautions if c["key"] in missing]
    return frame.page(
        "agreements/cautions.html",
        422 if missing else 200,
        cautions=cautions,
        errors=[first, *links] if missing else [],
    )
