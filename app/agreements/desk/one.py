"""One request as staff see it: terms, papers and people, what happened and when."""

from flask import Response
from flask_login import current_user

from app.agreements.desk.list_ import chip, reach_of
from app.agreements.desk.queries import one
from app.agreements.desk.subjects import subjects
from app.agreements.desk.trail import steps
from app.agreements.queries import owner_of
from app.core.errors import NotFound
from app.db.unit import reading
from app.records import looking
from app.web.pages import render


def show(number: str) -> Response:
    """The page; another institution's request, or another branch's, is not there (404)."""
    with reading() as session:
        found = one(session, reach_of(), number)
        if found is None:
            raise NotFound()
        line, request = found
        entries = steps(session, owner_of(request.id))
    looking.shows(subjects([request.id]), "agreement", number)
    return render(
        "desk/agreement.html",
        officer=current_user,
        line=line,
        terms=request,
        chip=chip(line),
        entries=entries,
    )
