"""The vault's public side: whoever holds a paper can have it checked, without signing in."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.vault.screens import file, number
from app.web import csrf
from app.web.guards import public

doors = Blueprint("vault", __name__, url_prefix="/verify")


@doors.get("")
@public
def ask() -> Response:
    """문서 확인: a file, or the number printed on a paper."""
    return file.show()


@doors.post("")
@public
@csrf.exempt
def take_file() -> Response:
    """Check a file. It changes nothing, so it needs no token; only here a body may be large."""
    return file.answer()


@doors.post("/number")
@public
def take_number() -> Answer:
    """The number that was typed, as an address."""
    return number.answer()


@doors.get("/<number_>")
@public
def by_number(number_: str) -> Response:
    """What the register says of a paper by its number alone (decision 41)."""
    return number.show(number_)


@doors.post("/<number_>")
@public
def by_code(number_: str) -> Response:
    """The same with the code that stands on the paper: names and amount too."""
    return number.with_code(number_)
