"""The doors of the law: public notices; one's own consents and data."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.privacy.screens import consents, data, notice
from app.web.guards import public, signed_in

doors = Blueprint("privacy", __name__)


@doors.get("/privacy")
@public
def privacy() -> Response:
    """개인정보 처리방침 as it holds today."""
    return notice.show("privacy")


@doors.get("/terms")
@public
def terms() -> Response:
    """이용약관 as they hold today."""
    return notice.show("terms")


@doors.get("/cookies")
@public
def cookies() -> Response:
    """쿠키 안내."""
    return notice.show("cookies")


@doors.get("/privacy/<day>")
@public
def privacy_of(day: str) -> Response:
    """개인정보 처리방침 of another day."""
    return notice.show("privacy", day)


@doors.get("/terms/<day>")
@public
def terms_of(day: str) -> Response:
    """이용약관 of another day."""
    return notice.show("terms", day)


@doors.get("/me/consents")
@signed_in
def my_consents() -> Response:
    """내 동의 내역."""
    return consents.show()


@doors.post("/me/consents/withdraw")
@signed_in
def withdraw() -> Response:
    """Take an optional consent back."""
    return consents.withdraw()


@doors.get("/me/data")
@signed_in
def my_data() -> Response:
    """내 정보 요청: taking along, correction, erasure."""
    return data.show()


@doors.post("/me/data")
@signed_in
def ask() -> Response:
    """Ask for correction or erasure."""
    return data.ask()


@doors.post("/me/data/export")
@signed_in
def export() -> Response:
    """내 정보 내려받기."""
    return data.export()
