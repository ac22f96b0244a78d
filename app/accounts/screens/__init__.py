"""The doors of the accounts: signing in, signing out, one's own sessions."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accounts.screens import code, login, logout, password, sessions
from app.web.guards import public, signed_in

doors = Blueprint("accounts", __name__)


@doors.get("/login")
@public
def show_login() -> Response:
    """로그인."""
    return login.show()


@doors.post("/login")
@public
def take_login() -> Response:
    """Check id and password."""
    return login.answer()


@doors.get("/login/code")
@public
def show_code() -> Response:
    """인증 앱 번호, for staff."""
    return code.show()


@doors.post("/login/code")
@public
def take_code() -> Response:
    """Check it and let in."""
    return code.answer()


@doors.get("/logout")
@public
def show_logout() -> Response:
    """로그아웃: asks first, since a link must not change anything."""
    return logout.show()


@doors.post("/logout")
@public
def take_logout() -> Response:
    """End this session."""
    return logout.answer()


@doors.get("/me/password")
@signed_in
def show_password() -> Response:
    """비밀번호 바꾸기."""
    return password.show()


@doors.post("/me/password")
@signed_in
def take_password() -> Response:
    """Set the new one."""
    return password.answer()


@doors.post("/me/sessions/<session_id>/end")
@signed_in
def end_session(session_id: str) -> Response:
    """End one of one's own sessions."""
    return sessions.end(session_id)


@doors.post("/me/sessions/extend")
@signed_in
def extend_session() -> Response:
    """시간 연장 of the present session."""
    return sessions.extend()
