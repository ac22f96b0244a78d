"""The doors to an account: 가입 and 비밀번호 찾기, the same three steps."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.joining.rules import JOIN, RESET
from app.joining.screens import chosen, code, link, who
from app.web.guards import public

doors = Blueprint("joining", __name__)


@doors.get("/join/link/<token>")
@public
def show_link(token: str) -> Response:
    """The link of an invitation."""
    return link.show(token)


@doors.post("/join/link")
@public
def take_link() -> Response:
    """Begin with it."""
    return link.answer()


@doors.get("/join")
@public
def join() -> Response:
    """가입: who."""
    return who.show(JOIN)


@doors.post("/join")
@public
def join_who() -> Response:
    """Say who."""
    return who.answer(JOIN)


@doors.get("/join/code")
@public
def join_code() -> Response:
    """The check of the number of record."""
    return code.show(JOIN)


@doors.post("/join/code")
@public
def join_take_code() -> Response:
    """The six digits."""
    return code.answer(JOIN)


@doors.post("/join/send")
@public
def join_send() -> Response:
    """Call or text."""
    return code.send(JOIN)


@doors.get("/join/account")
@public
def join_account() -> Response:
    """Id and password."""
    return chosen.show(JOIN)


@doors.post("/join/account")
@public
def join_finish() -> Response:
    """Make the account."""
    return chosen.answer(JOIN)


@doors.get("/reset")
@public
def reset() -> Response:
    """비밀번호 찾기: who."""
    return who.show(RESET)


@doors.post("/reset")
@public
def reset_who() -> Response:
    """Say who."""
    return who.answer(RESET)


@doors.get("/reset/code")
@public
def reset_code() -> Response:
    """The check of the number of record."""
    return code.show(RESET)


@doors.post("/reset/code")
@public
def reset_take_code() -> Response:
    """The six digits."""
    return code.answer(RESET)


@doors.post("/reset/send")
@public
def reset_send() -> Response:
    """Call or text."""
    return code.send(RESET)


@doors.get("/reset/password")
@public
def reset_password() -> Response:
    """The new password."""
    return chosen.show(RESET)


@doors.post("/reset/password")
@public
def reset_finish() -> Response:
    """Set it."""
    return chosen.answer(RESET)
