"""권한 변경 내역: the list, a page at a time."""

from flask import Response, request
from flask_login import current_user

from app.db.unit import reading
from app.privacy.changes import PAGE, changes
from app.web.pages import render


def show() -> Response:
    """The institution's changes, the newest first."""
    with reading() as session:
        before = request.args.get("before", "")[:200]
        found = changes(session, current_user.institution_id, before)
    more = found[-1].cursor if len(found) == PAGE else ""
    return render("desk/records-changes.html", officer=current_user, changes=found, more=more)
