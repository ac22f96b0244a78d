"""One request as staff see it: terms, papers and people, what happened and when."""

from flask import Response
from flask_login import current_user

from app.accounts.queries import signers
from app.agreements.desk.list_ import chip, reach_of
from app.agreements.desk.queries import one
from app.agreements.desk.subjects import subjects
from app.agreements.desk.trail import steps
from app.agreements.queries import owner_of
from app.audit.queries import head
from app.core.errors import NotFound
from app.db.types import new_id
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
        owner = owner_of(request.id)
        entries, length = steps(session, owner), head(session, owner)
        asked = {each.person_id for paper in line.papers for each in paper.people}
        newcomers = asked - signers(session, asked).keys()
    looking.shows(subjects([request.id]), "agreement", number)
    return render(
        "desk/agreement.html",
        officer=current_user,
        newcomers=newcomers,
        line=line,
        terms=request,
        chip=chip(line),
        entries=entries,
        stand=str(length),
        key=new_id(),
    )


def status(number: str, seen: str) -> Response:
    """204; htmx opens the page again once the request's chain is longer than the page says."""
    with reading() as session:
        found = one(session, reach_of(), number)
        if found is None:
            raise NotFound()
        length = head(session, owner_of(found[1].id))
    response = Response(status=204)
    if seen != str(length):
        response.headers["HX-Refresh"] = "true"
    return response
