"""전자약정: a branch's requests, the newest first, by tab and search, a page at a time."""

from flask import Response, request
from flask_login import current_user

from app.agreements import rules
from app.agreements.desk import drafts
from app.agreements.desk.finding import Reach
from app.agreements.desk.officer import officer_here
from app.agreements.desk.queries import ALL, COUNTED, PAGE, TABS, Line, counts, lines
from app.agreements.desk.subjects import subjects
from app.core import clock
from app.db.unit import reading
from app.records import looking
from app.records.rules import LISTED
from app.web.pages import render

LONGEST_SEARCH = 40

CHIPS = {
    rules.COMPLETED: "done",
    rules.EXPIRED: "expired",
    rules.DECLINED: "declined",
    rules.RECALLED: "recalled",
    rules.REQUESTED: "new",
}


def show() -> Response:
    """The list, or what of it the search leaves."""
    asked = request.values.get("tab", ALL)
    tab = asked if asked in TABS else ALL
    search = request.form.get("q", "").strip()[:LONGEST_SEARCH]
    with reading() as session:
        reach = reach_of()
        found = lines(session, reach, tab, search, request.values.get("before", "")[:36])
        tabs = counts(session, reach)
        composing = drafts.count(session, officer_here())
    looking.shows(subjects(line.id for line in found), "agreements", action=LISTED)
    return render(
        "desk/agreements.html",
        officer=current_user,
        tab=tab,
        tabs=[(key, f"{COUNTED - 1}+" if n == COUNTED else str(n)) for key, n in tabs.items()],
        search=search,
        drafts=composing,
        lines=found,
        chip=chip,
        more=found[-1].id if len(found) == PAGE else "",
        now=clock.now(),
    )


def reach_of() -> Reach:
    """What the signed-in member of staff may see."""
    return Reach(current_user.institution_id, current_user.branch_id)


def chip(line: Line) -> str:
    """The request's state as a chip."""
    if line.state != rules.IN_SIGNING:
        return CHIPS[line.state]
    return "partial" if line.paper.signed else "turn"
