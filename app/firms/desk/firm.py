"""업체 at the desk: found by its business number or entered; its page."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.firms import actions
from app.firms.forms import FIRM_FIELDS, business_number, read_firm, typed_of
from app.firms.queries import FirmEntry, dealing_with, firm_entry
from app.firms.rules import ROLES
from app.joining.numbers import Officer
from app.parties.queries import firm_by_business_number
from app.records import looking
from app.web.pages import render

HERE = "/desk/firms"
WHAT = "firm"


def show_search() -> Response:
    """The form."""
    return _search("")


def search() -> Answer:
    """To the firm; where nobody has entered it yet, the form to do so."""
    typed = typed_of(request.form, FIRM_FIELDS)
    number = business_number(typed["business_number"])
    if not number:
        return _search(typed["business_number"], t("firms.wrong.business_number"), 422)
    with reading() as session:
        found = firm_by_business_number(session, number)
        houses = dealing_with(session, found.id) if found else set()
    if found is None:
        return _new(typed, {}, unknown=True)
    if houses and current_user.institution_id not in houses:
        return _search(typed["business_number"], t("errors.firm_shared"), 409)
    return redirect(f"{HERE}/{found.id}", 303)


def show_new() -> Response:
    """The form for another one."""
    return _new(typed_of({}, FIRM_FIELDS), {})


def add() -> Answer:
    """Enter it and go on to its people."""
    typed = typed_of(request.form, FIRM_FIELDS)
    facts = read_firm(typed)
    if isinstance(facts, dict):
        return _new(typed, {name: t(f"firms.wrong.{word}") for name, word in facts.items()}, 422)
    try:
        with unit() as u:
            firm_id = actions.enter_firm(u, officer(), facts)
    except Refused as refusal:
        return _new(typed, {"business_number": t(refusal.key)}, refusal.status)
    return redirect(f"{HERE}/{firm_id}", 303)


def show(firm_id: str) -> Response:
    """The firm, who stands for it, what is still to be done before a request can be sent."""
    return page(firm_id)


def page(firm_id: str, status: int = 200, asked: str = "", problem: str = "") -> Response:
    """The same with what is wrong about somebody's leaving (`asked`: their id)."""
    entry = seen_by_me(firm_id)
    looking.shows([each.person_id for each in entry.people], WHAT)
    return render(
        "desk/firm.html",
        status,
        officer=current_user,
        entry=entry,
        today=clock.today(),
        asked=asked,
        problem=problem,
    )


def seen_by_me(firm_id: str) -> FirmEntry:
    """The firm as the signed-in member of staff may see it; raises NotFound."""
    with reading() as session:
        found = firm_entry(session, current_user.institution_id, firm_id)
    if found is None:
        raise NotFound()
    return found


def officer() -> Officer:
    """Who acts."""
    return Officer(current_user.account_id, current_user.person_id, current_user.institution_id)


def _search(typed: str, problem: str = "", status: int = 200) -> Response:
    return render("desk/firms.html", status, officer=current_user, typed=typed, problem=problem)


def _new(
    typed: dict[str, str], errors: dict[str, str], status: int = 200, *, unknown: bool = False
) -> Response:
    return render(
        "desk/firm-new.html",
        status,
        officer=current_user,
        typed=typed,
        errors=errors,
        problems=[{"field": name, "text": text} for name, text in errors.items()],
        kinds=tuple(ROLES),
        unknown=unknown,
    )
