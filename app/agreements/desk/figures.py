"""현황: how a branch's requests went, as figures and as bars with the same words beside them."""

from datetime import timedelta

from flask import Response, request
from flask_login import current_user

from app.agreements.desk.list_ import reach_of
from app.agreements.desk.tally import tally
from app.core.texts import t
from app.db.unit import reading
from app.web.pages import render

PERIODS = ("30", "90", "365")


def show() -> Response:
    """The page, of the last thirty days if nothing else is asked for."""
    asked = request.args.get("days", PERIODS[0])
    days = asked if asked in PERIODS else PERIODS[0]
    with reading() as session:
        found = tally(session, reach_of(), int(days))
    return render(
        "desk/figures.html",
        officer=current_user,
        tally=found,
        days=days,
        periods=PERIODS,
        typical=spoken(found.typical) if found.typical is not None else "",
    )


def spoken(took: timedelta) -> str:
    """`2일 3시간`, `45분`: the two largest units, and at least a minute."""
    minutes = max(1, round(took.total_seconds() / 60))
    if minutes < 60:
        return t("desk.figures.minutes", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return t("desk.figures.hours", hours=hours, minutes=rest)
    return t("desk.figures.days", days=hours // 24, hours=hours % 24)
