"""보존과 파기: the schedule, what is held back, what was destroyed; setting and lifting holds."""

from flask import redirect, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.agreements.models import AgreementRequest
from app.core.errors import NotFound, Refused
from app.core.events import Actor
from app.core.texts import t
from app.db.unit import reading, unit
from app.privacy import holds, retention
from app.privacy.models import RightsRequest
from app.records.forms import plain
from app.web.pages import render


def show() -> Response:
    """The page."""
    return _page()


def hold() -> Response:
    """Set a hold on an agreement (AR-…) or on whoever made a request (PR-…)."""
    number, reason = plain(request.form.get("number", ""))[:20].upper(), _reason()
    place, by = current_user.institution_id, Actor("staff", current_user.account_id)
    try:
        with unit() as u:
            kind, target = _target(u.session, number)
            holds.set_hold(u, place, kind, target, number, by, reason)
    except Refused as refusal:
        return _page(number, reason, t(refusal.key, **refusal.params), refusal.status)
    return redirect("/desk/retention", 303)


def lift(hold_id: str) -> Response:
    """Lift a hold with a reason."""
    by = Actor("staff", current_user.account_id)
    try:
        with unit() as u:
            holds.lift_hold(u, current_user.institution_id, hold_id, by, _reason())
    except NotFound:
        raise
    except Refused as refusal:
        problem = t(refusal.key, **refusal.params)
        return _page(lifting=hold_id, problem=problem, status=refusal.status)
    return redirect("/desk/retention", 303)


def _target(session: Session, number: str) -> tuple[str, str]:
    """What the number names; raises Refused HOLD_NUMBER (422) for nothing of this institution."""
    place = current_user.institution_id
    mine = {"number": number, "institution_id": place}
    found = session.scalar(select(AgreementRequest.id).filter_by(**mine))
    if found:
        return holds.REQUEST, found
    person = session.scalar(select(RightsRequest.person_id).filter_by(**mine))
    if person:
        return holds.PERSON, person
    raise Refused("HOLD_NUMBER", 422)


def _reason() -> str:
    return plain(request.form.get("reason", ""))


def _page(
    number: str = "", reason: str = "", problem: str = "", status: int = 200, lifting: str = ""
) -> Response:
    place = current_user.institution_id
    with reading() as session:
        return render(
            "desk/retention.html",
            status,
            officer=current_user,
            schedule=retention.schedule(session, place),
            holds=holds.holds_of(session, place),
            destroyed=retention.destroyed(session, place),
            number=number,
            reason=reason,
            problem=problem,
            lifting=lifting,
        )
