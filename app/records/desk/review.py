"""월별 점검: a month of the access log in figures, and the auditor's signed result."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import Actor
from app.core.texts import t
from app.db.unit import reading, unit
from app.records import actions, months, rules
from app.web.pages import render


def months_page() -> Response:
    """Every month since the log began, and how its review stands."""
    with reading() as session:
        found = months.months(session, current_user.institution_id, clock.today())
    return render("desk/records-months.html", officer=current_user, months=found)


def show(month: str) -> Response:
    """The month's figures; its review, or the form for one."""
    return _page(_known(month), "", False, "")


def sign(month: str) -> Answer:
    """Sign the review; what was typed stays when something is missing."""
    month = _known(month)
    typed = request.form.get("result", "").strip().replace("\r\n", "\n")
    unusual = request.form.get("unusual", "")
    if unusual not in ("yes", "no"):
        return _page(month, typed, False, t("errors.review_unusual"), 422)
    try:
        with unit() as u:
            signer = Actor("staff", current_user.account_id)
            place, name = current_user.institution_id, current_user.name
            actions.sign_review(u, place, month, signer, name, typed, unusual == "yes")
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return _page(month, typed, unusual == "yes", t(refusal.key, **refusal.params), 422)
    return redirect(f"/desk/records/months/{month}", 303)


def _page(month: str, typed: str, unusual: bool, problem: str, status: int = 200) -> Response:
    with reading() as session:
        whole, staff = months.figures(session, current_user.institution_id, month)
        review = months.review_of(session, current_user.institution_id, month)
    return render(
        "desk/records-month.html",
        status,
        officer=current_user,
        month=month,
        whole=whole,
        staff=staff,
        review=review,
        over=rules.is_over(month, clock.today()),
        typed=typed,
        unusual=unusual,
        problem=problem,
    )


def _known(month: str) -> str:
    try:
        rules.first_day(month)
    except ValueError as problem:
        raise NotFound() from problem
    if month > rules.month_of(clock.today()):
        raise NotFound()
    return month
