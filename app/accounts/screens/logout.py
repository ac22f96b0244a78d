"""로그아웃: kills the session's row; the browser forgets its pages."""

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import door
from app.accounts.actions import end_session
from app.db.unit import unit
from app.web.pages import render


def show() -> Response:
    """Ask; whoever is signed out already is sent to sign in."""
    if not current_user.is_authenticated:
        return redirect("/login", 303)
    return render("accounts/logout.html")


def answer() -> Response:
    """End the present session, if it still lives."""
    if current_user.is_authenticated:
        with unit() as u:
            end_session(u, current_user.account_id, current_user.session_id, "logout")
    door.let_out()
    return redirect("/login?out=1", 303)
