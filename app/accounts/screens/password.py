"""비밀번호 바꾸기: the present one first, then the new one; every other session ends."""

import math

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import actions, passwords, rules
from app.accounts.queries import credentials
from app.core import clock
from app.core.texts import t
from app.db.unit import reading, unit
from app.limits.actions import forgive, spend_try
from app.web.pages import render

SCOPE = "password:present"


def show() -> Response:
    """The form."""
    return _page()


def answer() -> Response:
    """Spend a try on the present password, then set the new one."""
    present, new = (request.form.get(name, "") for name in ("present", "password"))
    why = rules.password_problem(new, current_user.login_id)
    if not why and new != request.form.get("again", ""):
        why = "differs"
    if why:
        return _page(422, "again" if why == "differs" else "password", f"accounts.password.{why}")
    with unit() as u:
        until = spend_try(u, SCOPE, current_user.account_id, rules.CHANGE_TRIES)
    if until:
        minutes = math.ceil((until - clock.now()).total_seconds() / 60)
        return _page(429, "present", "accounts.password.wait", minutes=minutes)
    if not _right(present):
        return _page(422, "present", "accounts.password.wrong")
    hashed = passwords.hashed(new)
    with unit() as u:
        forgive(u, SCOPE, current_user.account_id)
        actions.set_password(u, current_user.account_id, hashed, "changed", current_user.session_id)
    return redirect("/me?password=1", 303)


def _right(present: str) -> bool:
    with reading() as session:
        found = credentials(session, current_user.login_id)
    short_enough = len(present) <= rules.PASSWORD_LENGTH[1]
    return found is not None and short_enough and passwords.matches(found.password_hash, present)


def _page(status: int = 200, field: str = "", key: str = "", **params: object) -> Response:
    errors = [{"field": field, "text": t(key, **params)}] if key else []
    return render("accounts/password.html", status, errors=errors, account=current_user.login_id)
