"""The desk's doors of the law: rights changes, people's requests, retention and holds."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.privacy.desk import changes, retention, rights
from app.web.guards import admin, auditor, officer

doors = Blueprint("desk_privacy", __name__, url_prefix="/desk")


@doors.get("/records/changes")
@auditor
def rights_changes() -> Response:
    """권한 변경 내역."""
    return changes.show()


@doors.get("/rights")
@officer
def requests() -> Response:
    """정보주체 요청."""
    return rights.requests_page()


@doors.get("/rights/<number>")
@officer
def request(number: str) -> Response:
    """One of them."""
    return rights.show(number)


@doors.post("/rights/<number>")
@officer
def act(number: str) -> Response:
    """Answer it, or prepare and carry out an erasure."""
    return rights.act(number)


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
