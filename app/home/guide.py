"""전자약정 안내: two tabs, who is in charge, the vote, the report of a mistake."""

from datetime import date, timedelta

from flask import redirect, request
from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import unit
from app.home.models import GuideFeedback
from app.limits import actions as limits
from app.web.pages import render

EDITED = date(2026, 11, 23)
KINDS = ("person", "corporation")
MOST = 500
MOST_AN_HOUR = 60
"""Votes and reports from one address: carriers share addresses, scripts do not stop."""


def show() -> Response:
    """The steps for a person or a corporation; readable without sign-in."""
    asked = request.args.get("for", "")
    return render(
        "home/guide.html",
        kind=asked if asked in KINDS else KINDS[0],
        department=t("home.guide.department_name"),
        phone=t("home.guide.department_phone"),
        edited=EDITED,
        vote="yes" if "voted" in request.args else None,
        reported="reported" in request.args,
    )


def vote() -> Response:
    """Keep whether the guide helped."""
    useful = request.form.get("useful", "")
    if useful not in ("yes", "no"):
        raise Refused("BAD_REQUEST", 400)
    return _kept(useful, "", "voted")


def report() -> Response:
    """Keep a reported mistake."""
    text = " ".join(request.form.get("text", "").split())[:MOST]
    if not text:
        raise Refused("BAD_REQUEST", 400)
    return _kept("", text, "reported")


def _kept(vote: str, report: str, said: str) -> Response:
    asked = request.form.get("for", "")
    kind = asked if asked in KINDS else KINDS[0]
    with unit() as u:
        if not limits.take(u, "guide", request.remote_addr or "", MOST_AN_HOUR, timedelta(hours=1)):
            raise Refused("TOO_MANY", 429)
        page = f"agreements:{kind}"
        u.session.add(GuideFeedback(page=page, vote=vote, report=report, at=u.now))
    return redirect(f"/help/agreements?for={kind}&{said}=1", 303)
