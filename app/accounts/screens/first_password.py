"""새 비밀번호: whoever came in with a password that somebody handed over sets their own first."""

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import actions, passwords
from app.accounts.forms import password_problem
from app.core.texts import t
from app.db.unit import unit
from app.web.pages import render


def show() -> Response:
    """The form; nobody else has business here."""
    return _page() if current_user.temporary_until is not None else redirect("/desk", 303)


def answer() -> Response:
    """Set it; other sessions end."""
    if current_user.temporary_until is None:
        return redirect("/desk", 303)
    problem = password_problem(request.form, current_user.login_id)
    if problem:
        return _page(problem)
    hashed = passwords.hashed(request.form["password"])
    with unit() as u:
        here = current_user.session_id
        actions.set_password(u, current_user.account_id, hashed, "changed", here)
    return redirect("/desk", 303)


def _page(problem: tuple[str, str] | None = None) -> Response:
    field, key = problem or ("", "")
    return render(
        "accounts/first_password.html",
        422 if problem else 200,
        action="/login/password",
        errors={field: t(key)} if problem else {},
        login_id=current_user.login_id,
    )
