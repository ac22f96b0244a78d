"""문서 확인 by the number alone: what kind of paper, whose, when, in which state, its file hash."""

from datetime import timedelta

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from app.core.errors import Refused
from app.db.unit import reading, unit
from app.limits.actions import take
from app.vault.queries import by_number
from app.web.pages import render

LIMIT, WINDOW = 60, timedelta(minutes=10)
LONGEST = 40


def answer() -> Answer:
    """Off to the number's own page."""
    typed = request.form.get("number", "").strip().upper()[:LONGEST]
    if not typed or not typed.isprintable() or "/" in typed:
        return render("vault/ask.html", 422, problem="", number_problem="vault.ask.no_number")
    return redirect(url_for("vault.by_number", number_=typed), 303)


def show(number: str) -> Response:
    """The papers of that number, or calmly that there are none (404)."""
    with unit() as u:
        if not take(u, "verify:number", request.remote_addr or "", LIMIT, WINDOW):
            raise Refused("VERIFY_OFTEN", 429)
    with reading() as session:
        found = by_number(session, number.upper()[:LONGEST])
    return render("vault/number.html", 200 if found else 404, number=number[:LONGEST], papers=found)
