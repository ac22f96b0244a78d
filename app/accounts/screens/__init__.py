"""The doors of the accounts: signing in, signing out, one's own sessions."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accounts import step_up
from app.accounts.screens import (
    authenticator,
    code,
    enrol,
    first_password,
    login,
    logout,
    password,
    recovery,
    sessions,
)
from app.web.guards import public, sensitive, signed_in, staff

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


@doors.get("/login/password")
@staff
def show_first_password() -> Response:
    """새 비밀번호: whoever came in with a temporary one."""
    return first_password.show()


@doors.post("/login/password")
@staff
def take_first_password() -> Response:
    """Set it."""
    return first_password.answer()


@doors.get("/enrol/link/<token>")
@public
def show_link(token: str) -> Response:
    """직원 등록: whom the mailed link is for; looking at it changes nothing."""
    return enrol.link(token)


@doors.post("/enrol/link/<token>")
@public
def take_link(token: str) -> Response:
    """Open the link: it is good once."""
    return enrol.open_link(token)


@doors.get("/enrol")
@public
def show_enrol() -> Response:
    """Where somebody on their way in stands: password, authenticator, recovery codes."""
    return enrol.show()


@doors.post("/enrol/<stage>")
@public
def take_enrol(stage: str) -> Response:
    """One stage's answer."""
    return enrol.answer(stage)


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
@sensitive
def show_password() -> Response:
    """비밀번호 바꾸기."""
    return password.show()


@doors.post("/me/password")
@signed_in
@sensitive
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


@doors.get("/desk/confirm")
@staff
def show_confirm() -> Response:
    """한 번 더 확인: the second factor again, for a sensitive page."""
    return step_up.show()


@doors.post("/desk/confirm")
@staff
def take_confirm() -> Response:
    """Take the code and lead on."""
    return step_up.answer()


@doors.get("/desk/recovery")
@staff
@sensitive
def show_recovery() -> Response:
    """복구 코드: those to be written down, or how many are left."""
    return recovery.show()


@doors.post("/desk/recovery")
@staff
@sensitive
def make_recovery() -> Response:
    """Ten new ones; the older are void."""
    return recovery.make()


@doors.post("/desk/recovery/kept")
@staff
def keep_recovery() -> Response:
    """They are written down."""
    return recovery.put_away()


@doors.get("/desk/authenticator")
@staff
@sensitive
def show_authenticator() -> Response:
    """인증 앱 바꾸기: a new phone's code."""
    return authenticator.show()


@doors.post("/desk/authenticator")
@staff
@sensitive
def take_authenticator() -> Response:
    """Its first code: from now on it counts, and the old one no longer."""
    return authenticator.answer()
