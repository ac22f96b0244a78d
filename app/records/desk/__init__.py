"""The auditor's doors: the access log, its monthly review."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.records.desk import log, review
from app.web.guards import auditor

doors = Blueprint("desk_records", __name__, url_prefix="/desk/records")


@doors.get("")
@auditor
def accesses() -> Response:
    """접속기록: who looked at whose data, the newest first."""
    return log.show()


@doors.post("")
@auditor
def search() -> Response:
    """The same, searched; posted, since it names people."""
    return log.show()


@doors.post("/export")
@auditor
def export() -> Response:
    """What was found, as a table to take along."""
    return log.export()


@doors.get("/months")
@auditor
def months() -> Response:
    """월별 점검: which months were reviewed."""
    return review.months_page()


@doors.get("/months/<month>")
@auditor
def month(month: str) -> Response:
    """One month's figures and its review."""
    return review.show(month)


@doors.post("/months/<month>")
@auditor
def sign(month: str) -> Response:
    """Sign the review."""
    return review.sign(month)
