"""로그인: two transactions on purpose. The try is spent and kept before the password is looked at;
a right password then starts the session.
"""

import logging
import math
from datetime import datetime

from flask import current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import door, passwords
from app.accounts.actions import (
    Asker,
    forgive_sign_in,
    renew_hash,
    spend_sign_in,
    start_session,
)
from app.accounts.forms import SignIn, read_sign_in
from app.accounts.queries import Credentials, credentials
from app.accounts.screens import code
from app.accounts.screens.onward import onward
from app.core import clock
from app.core.texts import t
from app.db.unit import reading, unit
from app.web import cookies
from app.web.pages import render

log = logging.getLogger(__name__)


def show() -> Response:
    """The form; says why somebody who was signed in finds themselves here."""
    if current_user.is_authenticated:
        return redirect(onward(request.args.get("next", "")), 303)
    over = bool(cookies.read(door.SESSION))
    key = (
        "accounts.logout.done" if "out" in request.args else "accounts.login.ended" if over else ""
    )
    response = _page(said=t(key) if key else "", next_=request.args.get("next", ""))
    if over:
        cookies.drop(response, door.SESSION)
    return response


def answer() -> Response:
    """Sign in, or say calmly what to do instead."""
    form = read_sign_in(request.form)
    if form.missing:
        return _again(form, 422, [(name, f"accounts.login.no_{name}") for name in form.missing])
    asker = Asker(form.login_id, door.known_device(form.login_id), request.remote_addr or "")
    with unit() as u:
        wait_until = spend_sign_in(u, asker)
    if wait_until:
        return _wait(form, wait_until)
    found = _checked(form)
    if found is None:
        log.info("sign-in refused")
        return _again(form, 422, [("account", "accounts.login.wrong")])
    if found.outdated:
        return _again(form, 422, [("account", "accounts.login.outdated")])
    return _sign_in(form, asker, found)


def _checked(form: SignIn) -> Credentials | None:
    if not form.possible:
        return None
    with reading() as session:
        found = credentials(session, form.login_id)
    right = passwords.matches(found.password_hash if found else None, form.password)
    return found if found and right and not found.disabled else None


def _sign_in(form: SignIn, asker: Asker, found: Credentials) -> Response:
    with unit() as u:
        forgive_sign_in(u, asker)
        if passwords.outdated(found.password_hash):
            renew_hash(u, found.account_id, form.password)
        here = cookies.read(door.SESSION)
        token = start_session(u, found.account_id, door.device_label(), here)
    if found.staff:
        return code.ask_for(token, request.form.get("next", ""))
    door.let_in(token, form.login_id)
    return redirect(onward(request.form.get("next", "")), 303)


def _wait(form: SignIn, until: datetime) -> Response:
    seconds = math.ceil((until - clock.now()).total_seconds())
    minutes = math.ceil(seconds / 60)
    response = _again(form, 429, [("account", "accounts.login.wait")], minutes=minutes)
    response.headers["Retry-After"] = str(seconds)
    return response


def _again(
    form: SignIn, status: int, problems: list[tuple[str, str]], **params: object
) -> Response:
    errors = [{"field": field, "text": t(key, **params)} for field, key in problems]
    return _page(status, errors, form.typed, request.form.get("next", ""))


def _page(
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    account: str = "",
    next_: str = "",
    said: str = "",
) -> Response:
    return render(
        "accounts/login.html",
        status,
        errors=errors or [],
        account=account,
        next=onward(next_, ""),
        said=said,
        demo=current_app.config["DOJANG"].demo,
    )
