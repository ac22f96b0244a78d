"""정책: an institution's dated decisions. What was decided is never changed, only followed."""

from datetime import date

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts.desk.queries import names_of as staff_names
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties import policies
from app.parties.models import Policy
from app.parties.policies import Choice
from app.web.pages import render

HERE = "/desk/policies"


def show_all() -> Response:
    """Every choice, as it stands today."""
    with reading() as session:
        found = policies.standings(session, current_user.institution_id)
        names = staff_names(session, [each.row.decided_by for each in found if each.row])
    return render("desk/policies.html", officer=current_user, standings=found, names=names)


def show(key: str) -> Response:
    """One choice."""
    return _page(_choice(key))


def decide(key: str) -> Answer:
    """Write it down; back to the form where something is wrong."""
    choice = _choice(key)
    value, day = request.form.get("value", "").strip(), request.form.get("from", "").strip()
    try:
        number, since = _number(value), _day(day)
        if not _stands(choice, number, since):
            with unit() as u:
                policies.decide(
                    u, current_user.institution_id, key, number, since, current_user.account_id
                )
    except Refused as refusal:
        field = "from" if refusal.code == "POLICY_DAY" else "value"
        errors = {field: t(refusal.key, **refusal.params)}
        return _page(choice, {"value": value, "from": day}, errors, refusal.status)
    return redirect(f"{HERE}/{key}", 303)


def _stands(choice: Choice, value: int, since: date) -> bool:
    """Whether the same was decided for that day already: pressed twice, it is written once."""
    with reading() as session:
        rows = policies.history(session, current_user.institution_id, choice)
    same_day = [row for row in rows if row.effective_from == since]
    return bool(same_day) and same_day[0].value == value


def _number(text: str) -> int:
    plain = text.replace(",", "").removesuffix("원")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 16):
        raise Refused("POLICY_NUMBER", 422)
    return int(plain)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refused("POLICY_DAY", 422) from problem


def _choice(key: str) -> Choice:
    choice = policies.CATALOGUE.get(key)
    if choice is None:
        raise NotFound()
    return choice


def _page(
    choice: Choice,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading() as session:
        standing = policies.standing(session, current_user.institution_id, choice)
        rows: list[Policy] = policies.history(session, current_user.institution_id, choice)
        names = staff_names(session, [row.decided_by for row in rows])
    return render(
        "desk/policy.html",
        status,
        officer=current_user,
        standing=standing,
        history=rows,
        names=names,
        typed=typed or {"value": f"{standing.value:,}", "from": clock.today().isoformat()},
        today=clock.today(),
        errors=errors or {},
    )
