"""직원 등록, from the mailed link to the recovery codes. Each stage is where the rows say it is."""

import re

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from app.accounts import door, enrolment, passwords, qr, recovery, second_factor
from app.accounts.enrolment import Enrolling
from app.accounts.forms import password_problem
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.web import cookies
from app.web.pages import render

KEPT = "enrol"
"""The cookie that holds the browser's token."""


def link(token: str) -> Response:
    """Whom it is for, and the button that opens it."""
    with reading() as session:
        who = enrolment.linked(session, token, clock.now())
    return render("accounts/enrol_link.html", who=who, token=token)


def open_link(token: str) -> Response:
    """Give the browser its own token; the link's is void."""
    with unit() as u:
        kept = enrolment.open_link(u, token)
    response = redirect("/enrol", 303)
    cookies.write(response, KEPT, kept)
    return response


def show() -> Response:
    """The stage the person is at."""
    return _page(_who())


def answer(stage: str) -> Response:
    """Take one stage's answer; an answer to a stage that is over leads to the present one."""
    who = _who()
    take = TAKERS.get(stage)
    if take is None:
        raise NotFound()
    return take(who) if stage == who.stage else redirect("/enrol", 303)


def _password(who: Enrolling) -> Response:
    problem = password_problem(request.form, who.login_id)
    if problem:
        return _page(who, problem[0], t(problem[1]))
    hashed = passwords.hashed(request.form["password"])
    with unit() as u:
        enrolment.set_password(u, _kept(), hashed)
    return redirect("/enrol", 303)


def _app(who: Enrolling) -> Response:
    digits = re.sub(r"\s", "", request.form.get("code", ""))[:6]
    try:
        with unit() as u:
            second_factor.spend_proof(u, who.account_id)
        with unit() as u:
            enrolment.take_code(u, _kept(), digits)
    except Refused as refusal:
        return _page(who, "code", t(refusal.key, **refusal.params), refusal.status)
    return redirect("/enrol", 303)


def _codes(who: Enrolling) -> Response:
    with unit() as u:
        enrolment.finish(u, _kept())
    response = redirect("/login", 303)
    cookies.drop(response, KEPT)
    door.let_out()
    return response


TAKERS = {enrolment.PASSWORD: _password, enrolment.APP: _app, enrolment.CODES: _codes}


def _kept() -> str:
    return cookies.read(KEPT)


def _who() -> Enrolling:
    with reading() as session:
        who = enrolment.enrolling(session, _kept(), clock.now())
    if who is None:
        raise Refused("ENROLMENT_OVER", 410)
    return who


def _page(who: Enrolling, field: str = "", problem: str = "", status: int = 422) -> Response:
    if who.stage == enrolment.DONE:
        return redirect("/login", 303)
    with reading() as session:
        codes = recovery.sheet(session, who.account_id, clock.now())
    uri = second_factor.address(who.secret, who.login_id, who.institution) if who.secret else ""
    return render(
        f"accounts/enrol_{who.stage}.html",
        status if problem else 200,
        who=who,
        action=f"/enrol/{who.stage}",
        errors={field: problem} if problem else {},
        code=qr.drawn(uri) if uri else None,
        uri=uri,
        secret=who.secret,
        codes=codes,
        left=len(codes),
        login_id=who.login_id,
        demo=current_app.config["DOJANG"].demo,
    )
