"""The doors of the law: public notices; one's own consents and data."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.privacy.screens import notice
from app.web.guards import public

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
