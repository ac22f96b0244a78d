"""A public notice: the version of today, or an earlier or coming one by its day."""

from datetime import date
from pathlib import Path

from flask import Response, current_app

from app.core import clock
from app.core.errors import NotFound
from app.privacy import notices
from app.web.pages import render


def show(name: str, day: str = "") -> Response:
    """The page; a day without a version is not there (404)."""
    theirs: Path = current_app.config["DOJANG"].var / "law"
    days, today = notices.days(name, theirs), clock.today()
    if day and day not in {str(each) for each in days}:
        raise NotFound()
    if day:
        found = notices.read(name, theirs, date.fromisoformat(day))
    else:
        found = notices.in_force(name, theirs, today)
    others = [each for each in days if each != found.effective_from]
    return render("privacy/notice.html", notice=found, others=others, today=today)
