"""정보주체 요청: what people ask about their data, and what staff do about it."""

from flask import redirect, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.accounts.rules import ADMIN
from app.core.errors import NotFound, Refused
from app.core.events import Actor
from app.core.names import masked_name
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties.models import Person
from app.privacy import asking, erasing, rules
from app.privacy.models import RightsRequest
from app.records import looking
from app.records.rules import LISTED
from app.web.pages import render

WHAT = "rights"


def requests_page() -> Response:
    """The institution's list, the newest first."""
    with reading() as session:
        before = request.args.get("before", "")[:36]
        found = asking.of_institution(session, current_user.institution_id, before)
        people = [each.person_id for each in found]
        names = {each: masked_name(_name(session, each)) for each in people}
    looking.shows(people, WHAT, action=LISTED)
    more = found[-1].id if len(found) == asking.PAGE else ""
    return render(
        "desk/subjects.html",
        officer=current_user,
        requests=found,
        names=names,
        due=asking.due,
        more=more,
    )


def show(number: str) -> Response:
    """One request: what is asked, and what can be done about it."""
    return _page(number)


def act(number: str) -> Response:
    """Answer, refuse, prepare an erasure, or erase."""
    event = request.form.get("act", "")
    with reading() as session:  # what is not there is not there, whatever is to be done with it
        asking.one(session, current_user.institution_id, number)
    words = request.form.get("words", "").strip()
    try:
        _do(number, event, words)
    except NotFound:
        raise
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return _page(number, words, t(refusal.key, **refusal.params), 422)
    return redirect(f"/desk/subjects/{number}", 303)


def _do(number: str, event: str, words: str) -> None:
    by, place = Actor("staff", current_user.account_id), current_user.institution_id
    with unit() as u:
        if event in ("done", "refused"):
            asking.answer(u, place, number, by, event, words)
        elif event == "prepared":
            erasing.prepare(u, place, number, by)
        elif event == "erased":
            if current_user.role != ADMIN:
                raise Refused("ERASURE_ADMIN", 403)
            erasing.erase(u, place, number, by)
        else:
            raise Refused("BAD_REQUEST", 400)


def _page(number: str, typed: str = "", problem: str = "", status: int = 200) -> Response:
    with reading() as session:
        found = asking.one(session, current_user.institution_id, number)
        name = _name(session, found.person_id)
        plan = _plan(session, found)
    looking.shows([found.person_id], WHAT, number)
    return render(
        "desk/subject.html",
        status,
        officer=current_user,
        asked=found,
        name=name,
        plan=plan,
        own=found.prepared_by == current_user.account_id,
        may_erase=current_user.role == ADMIN,
        due=asking.due(found),
        typed=typed,
        problem=problem,
    )


def _plan(session: Session, found: RightsRequest) -> erasing.Plan | None:
    if found.kind != rules.ERASURE or found.state not in rules.OPEN:
        return None
    return erasing.plan(session, found.institution_id, found.person_id)


def _name(session: Session, person_id: str) -> str:
    return session.scalar(select(Person.name).where(Person.id == person_id)) or erasing.NOBODY
