"""The desk's doors of the law: people's requests, retention and holds."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.privacy.desk import retention, subjects
from app.web.guards import admin, officer

doors = Blueprint("desk_privacy", __name__, url_prefix="/desk")


@doors.get("/subjects")
@officer
def requests() -> Response:
    """정보주체 요청."""
    return subjects.requests_page()


@doors.get("/subjects/<number>")
@officer
def request(number: str) -> Response:
    """One of them."""
    return subjects.show(number)


@doors.post("/subjects/<number>")
@officer
def act(number: str) -> Response:
    """Answer it, or prepare and carry out an erasure."""
    return subjects.act(number)


@doors.get("/retention")
@admin
def schedule() -> Response:
    """보존과 파기."""
    return retention.show()


@doors.post("/retention/holds")
@admin
def hold() -> Response:
    """보존 조치."""
    return retention.hold()


@doors.post("/retention/holds/<hold_id>/lift")
@admin
def lift(hold_id: str) -> Response:
    """보존 조치 풀기."""
    return retention.lift(hold_id)
