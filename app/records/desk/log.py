"""접속기록: the institution's access log, searched, a page at a time, or as a table."""

from flask import Response, request
from flask_login import current_user

from app.core.clock import kst
from app.core.tables import csv_text
from app.core.texts import has, t
from app.db.unit import reading, unit
from app.records import actions
from app.records.forms import read_search
from app.records.looking import looker
from app.records.queries import PAGE, Line, lines
from app.records.rules import ACTIONS
from app.web.pages import render

MOST_EXPORTED = 50_000
HEAD = ("when", "who", "whose", "action", "what", "reference", "why", "words", "address", "digest")


def show() -> Response:
    """The page, or what of it the search leaves."""
    search = read_search(request.form)
    with reading() as session:
        place, before = current_user.institution_id, request.values.get("before", "")[:36]
        found = lines(session, place, search.wanted, before)
    return render(
        "desk/records.html",
        officer=current_user,
        search=search,
        searched=bool(request.form),
        actions=ACTIONS,
        lines=found,
        what=what,
        more=found[-1].access.id if len(found) == PAGE else "",
    )


def export() -> Response:
    """What the search finds as CSV, the newest first; that it was taken along is recorded."""
    search = read_search(request.form)
    with reading() as session:
        found = lines(session, current_user.institution_id, search.wanted, limit=MOST_EXPORTED)
        rows = [[t(f"records.log.{name}") for name in HEAD], *(_row(line) for line in found)]
    with unit() as u:
        actions.note_export(u, looker(), len(found))
    response = Response(csv_text(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return response


def what(line: Line) -> str:
    """Which page it was, in words."""
    key = f"records.what.{line.access.what}"
    return t(key) if has(key) else line.access.what


def _row(line: Line) -> list[str]:
    found = line.access
    names = ", ".join(line.names) + (f" +{line.more}" if line.more else "")
    why = t(f"records.purpose.{found.purpose}") if found.purpose else ""
    return [
        kst(found.at).isoformat(timespec="seconds"),
        found.login_id,
        names,
        t(f"records.action.{found.action}"),
        what(line),
        found.reference,
        why,
        found.words,
        found.address,
        found.digest,
    ]
