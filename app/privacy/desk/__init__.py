"""The desk's doors of the law: rights changes for the auditor."""

from flask import Blueprint, Response

from app.privacy.desk import changes
from app.web.guards import auditor

doors = Blueprint("desk_privacy", __name__, url_prefix="/desk")


@doors.get("/records/changes")
@auditor
def rights_changes() -> Response:
    """권한 변경 내역."""
    return changes.show()
