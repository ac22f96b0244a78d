"""오늘 할 일: what waits for a second person, what went wrong or soon will, and what to do."""

from flask import Response
from flask_login import current_user

from app.agreements.desk.drafts import to_release
from app.agreements.desk.list_ import reach_of
from app.agreements.desk.matters import KINDS, SHOWN, matters
from app.agreements.desk.officer import officer_here
from app.agreements.desk.subjects import subjects
from app.db.unit import reading
from app.joining.desk.queries import to_confirm
from app.records import looking
from app.records.rules import LISTED
from app.web.pages import render


def show() -> Response:
    """The page, each kind under its own heading; calmly when there is nothing."""
    with reading() as session:
        found = matters(session, reach_of())
        waiting = to_release(session, officer_here())
        numbers = to_confirm(session, current_user.institution_id, current_user.account_id)
    ids = {matter.line.id for each in found.values() for matter in each}
    looking.shows(subjects(ids), "attention", action=LISTED)
    return render(
        "desk/attention.html",
        officer=current_user,
        waiting=waiting,
        numbers=numbers,
        kinds=[(kind, found[kind]) for kind in KINDS if kind in found],
        most=SHOWN,
    )
