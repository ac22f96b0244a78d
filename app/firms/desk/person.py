"""대표자 등록 at the desk, and 물러남."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.core import clock
from app.core.days import read_day
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import unit
from app.firms import actions
from app.firms.desk.firm import HERE, officer, page, seen_by_me
from app.firms.forms import PERSON_FIELDS, read_person, typed_of
from app.firms.queries import FirmEntry
from app.firms.rules import ROLES
from app.web.pages import render

ON_THE_PAGE = {"FIRM_ROLE": "name", "NUMBER_NOT_ALLOWED": "number", "OWN_NUMBER": "name"}
"""Refusals that are about a field of the form."""


def show(firm_id: str) -> Response:
    """The form."""
    return _page(seen_by_me(firm_id), typed_of({}, PERSON_FIELDS), {})


def add(firm_id: str) -> Answer:
    """Enter somebody; back to the firm, where the number waits for another member of staff."""
    entry = seen_by_me(firm_id)
    typed = typed_of(request.form, PERSON_FIELDS)
    facts = read_person(typed, entry.firm.kind, clock.today())
    if isinstance(facts, dict):
        wrong = {name: t(f"firms.wrong.{word}") for name, word in facts.items()}
        return _page(entry, typed, wrong, 422)
    try:
        with unit() as u:
            actions.enter_person(u, officer(), firm_id, facts, t("firms.person.reason"))
    except Refused as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return _page(entry, typed, {ON_THE_PAGE[refusal.code]: t(refusal.key)}, refusal.status)
    return redirect(f"{HERE}/{firm_id}", 303)


def leave(firm_id: str, person_id: str) -> Answer:
    """Their last day."""
    seen_by_me(firm_id)
    last = read_day(request.form.get("last", ""))
    if last is None or last > clock.today():
        return page(firm_id, 422, person_id, t("firms.wrong.last"))
    try:
        with unit() as u:
            actions.leave(u, officer(), firm_id, person_id, last)
    except Refused as refusal:
        if refusal.code != "FIRM_LEFT":
            raise
        return page(firm_id, refusal.status, person_id, t(refusal.key))
    return redirect(f"{HERE}/{firm_id}", 303)


def _page(
    entry: FirmEntry, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> Response:
    return render(
        "desk/firm-person.html",
        status,
        officer=current_user,
        entry=entry,
        roles=ROLES[entry.firm.kind],
        typed=typed,
        errors=errors,
        problems=[{"field": name, "text": text} for name, text in errors.items()],
    )
