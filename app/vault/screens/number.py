"""문서 확인 by the number alone: what kind of paper, whose, when, in which state, its file hash."""

from datetime import timedelta

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from app.core.errors import Refused
from app.db.unit import reading, unit
from app.limits.actions import take
from app.vault.queries import by_code, by_number
from app.web.pages import render

LIMIT, WINDOW = 60, timedelta(minutes=10)
CODES, CODES_OF_ONE = 20, 60
"""Codes one address may try, and all together for one paper: of sixty bits nobody guesses any."""
LONGEST = 40


def answer() -> Answer:
    """Off to the number's own page."""
    typed = request.form.get("number", "").strip().upper()[:LONGEST]
    if not typed or not typed.isprintable() or "/" in typed:
        return render("vault/ask.html", 422, problem="", number_problem="vault.ask.no_number")
    return redirect(url_for("vault.by_number", number_=typed), 303)


def show(number: str) -> Response:
    """The papers of that number, or calmly that there are none (404)."""
    _count("verify:number", request.remote_addr or "", LIMIT)
    return _page(number[:LONGEST])


def with_code(number: str) -> Response:
    """The paper whose code was typed; a wrong one says where the right one stands (422)."""
    number, typed = number[:LONGEST], request.form.get("code", "")[:LONGEST]
    _count("verify:code", request.remote_addr or "", CODES)
    _count("verify:code-of", number.upper(), CODES_OF_ONE)
    with reading() as session:
        found = by_code(session, number.upper(), typed)
    if found is None:
        return _page(number, typed, wrong=True)
    return render("vault/coded.html", paper=found)


def _page(number: str, typed: str = "", *, wrong: bool = False) -> Response:
    with reading() as session:
        found = by_number(session, number.upper())
    status = 404 if not found else 422 if wrong else 200
    return render(
        "vault/number.html", status, number=number, papers=found, typed=typed, wrong=wrong
    )


def _count(scope: str, key: str, limit: int) -> None:
    with unit() as u:
        if not take(u, scope, key, limit, WINDOW):
            raise Refused("VERIFY_OFTEN", 429)
