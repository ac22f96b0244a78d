"""번호 변경 at the counter: one of staff writes it down, a second approves, both on this page.

The second person shows the code of their authenticator once more: an unlocked screen approves
nothing.
"""

import re

from flask import Response, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts import second_factor
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import unit
from app.joining import numbers
from app.joining.desk.asked import Wished, read_wish
from app.joining.desk.person import back, officer, page, seen_by_me
from app.records import looking
from app.web.pages import render

ON_THE_PAGE = {
    "NUMBER_KNOWN": "desk.number.known",
    "NUMBER_NOT_ALLOWED": "desk.number.wrong_number",
    "OWN_NUMBER": "errors.own_number",
}
ENDS = {"refuse": "refused", "cancel": "cancelled"}


def show(person_id: str) -> Response:
    """The form."""
    seen = seen_by_me(person_id)
    return _form(person_id, read_wish({}, [id_ for id_, _ in seen.numbers]))


def propose(person_id: str) -> Answer:
    """Write it down for the second person."""
    seen = seen_by_me(person_id)
    wished = read_wish(request.form, [id_ for id_, _ in seen.numbers])
    if wished.wish is None:
        return _form(person_id, wished, 422, {w: t(f"desk.number.wrong_{w}") for w in wished.wrong})
    try:
        with unit() as u:
            write = numbers.propose if seen.numbers else numbers.enter
            write(u, officer(), person_id, wished.wish)
    except Refused as refused:
        if refused.code not in ON_THE_PAGE:
            raise
        problems = {"number": t(ON_THE_PAGE[refused.code])}
        return _form(person_id, wished, refused.status, problems)
    return back(person_id, "proposed")


def decide(person_id: str, change_id: str, act: str) -> Answer:
    """approve (with the authenticator's code), refuse or cancel."""
    seen = seen_by_me(person_id)
    if change_id not in {change.id for change in seen.changes}:
        raise NotFound()
    if act in ENDS:
        with unit() as u:
            numbers.end(u, officer(), change_id, act)
        return back(person_id, ENDS[act])
    if act != "approve":
        raise NotFound()
    return _approve(person_id, change_id)


def _approve(person_id: str, change_id: str) -> Answer:
    code = re.sub(r"\s", "", request.form.get("code", ""))[:6]
    try:
        with unit() as u:
            second_factor.spend_step_up(u, current_user.account_id)
        with unit() as u:
            numbers.approve(u, officer(), change_id)
            second_factor.step_up(u, current_user.account_id, code)
    except Refused as refused:
        if not refused.code.startswith("PROOF_"):
            raise
        return page(person_id, refused.status, t(refused.key, **refused.params))
    return back(person_id, "approved")


def _form(
    person_id: str, wished: Wished, status: int = 200, problems: dict[str, str] | None = None
) -> Response:
    looking.shows([person_id], "number")
    return render(
        "desk/number.html",
        status,
        officer=current_user,
        person=seen_by_me(person_id),
        typed=wished.typed,
        problems=problems or {},
    )
