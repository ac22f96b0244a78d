"""오늘 할 일: what went wrong or soon will, and what to do about it."""

from flask import Response
from flask_login import current_user

from app.agreements.desk.list_ import reach_of
from app.agreements.desk.matters import KINDS, SHOWN, matters
from app.agreements.desk.subjects import subjects
from app.db.unit import reading
from app.records import looking
from app.records.rules import LISTED
from app.web.pages import render


def show() -> Response:
    """The page, each kind under its own heading; calmly when there is nothing."""
    with reading() as session:
        found = matters(session, reach_of())
    ids = {matter.line.id for each in found.values() for matter in each}
    looking.shows(subjects(ids), "attention", action=LISTED)
    return render(
        "desk/attention.html",
        officer=current_user,
        kinds=[(kind, found[kind]) for kind in KINDS if kind in found],
        most=SHOWN,
    )
