"""직원: the list, one person, inviting, and what an administrator does with a colleague."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts import rules, staff
from app.accounts.desk.queries import Member, member, staff_of
from app.accounts.staff import By, Newcomer
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import Unit, reading, unit
from app.parties.queries import branches_of
from app.web.pages import render

HERE = "/desk/staff"
FIELDS = ("login", "name", "mail", "role", "branch")
ABOUT = {
    "LOGIN_SHAPE": "login",
    "LOGIN_TAKEN": "login",
    "MAIL_SHAPE": "mail",
    "POST_UNKNOWN": "role",
    "BRANCH_CLOSED": "branch",
    "BRANCH_NEEDED": "branch",
}
"""Which field a refusal speaks of; any other is about the whole."""


def by() -> By:
    """The administrator who acts."""
    return By(current_user.account_id, current_user.institution_id)


def show_all() -> Response:
    """Everybody, those who left last."""
    with reading() as session:
        people = staff_of(session, current_user.institution_id)
    people.sort(key=lambda each: each.state == "suspended")
    return render("desk/staff.html", officer=current_user, people=people)


def show_new() -> Response:
    """The form."""
    return _form({})


def invite() -> Answer:
    """An account, and a mail with the way in; back to the form where something is wrong."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    empty = {name: t("house.staff.needed") for name in ("login", "name", "mail") if not typed[name]}
    if empty:
        return _form(typed, empty)
    branch = "" if typed["role"] != rules.BRANCH else typed["branch"]
    who = Newcomer(typed["login"], typed["name"][:40], typed["mail"], typed["role"], branch)
    try:
        with unit() as u:
            account = staff.invite(u, by(), who, _site())
    except NotFound:
        raise
    except Refused as refusal:
        return _form(typed, _about(refusal), refusal.status)
    return redirect(f"{HERE}/{account}", 303)


def show(account_id: str) -> Response:
    """One person; another institution's are not there."""
    return _page(account_id)


def change(account_id: str, act: str) -> Answer:
    """One of ACTS; a refusal is said on the person's page."""
    if act not in ACTS:
        raise NotFound()
    try:
        with unit() as u:
            ACTS[act](u, account_id)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(account_id, _about(refusal), refusal.status)
    return redirect(f"{HERE}/{account_id}", 303)


def _move(u: Unit, account_id: str) -> None:
    role = request.form.get("role", "")
    branch = request.form.get("branch", "") if role == rules.BRANCH else ""
    staff.move(u, by(), account_id, role, branch)


ACTS: dict[str, Callable[[Unit, str], None]] = {
    "post": _move,
    "suspend": lambda u, account_id: staff.suspend(u, by(), account_id),
    "resume": lambda u, account_id: staff.resume(u, by(), account_id),
    "reset": lambda u, account_id: staff.reset(u, by(), account_id, _site()),
    "link": lambda u, account_id: staff.send_again(u, by(), account_id, _site()),
}


def _site() -> str:
    return str(current_app.config["DOJANG"].base_url)


def _about(refusal: Refused) -> dict[str, str]:
    return {ABOUT.get(refusal.code, ""): t(refusal.key, **refusal.params)}


def _form(
    typed: dict[str, str], errors: dict[str, str] | None = None, status: int = 422
) -> Response:
    return render(
        "desk/staff_new.html",
        status if errors else 200,
        officer=current_user,
        typed={**dict.fromkeys(FIELDS, ""), **typed},
        errors=errors or {},
        **_choices(),
    )


def _page(account_id: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with reading() as session:
        found: Member | None = member(session, current_user.institution_id, account_id)
    if found is None:
        raise NotFound()
    return render(
        "desk/member.html",
        status,
        officer=current_user,
        who=found,
        oneself=found.account_id == current_user.account_id,
        errors=errors or {},
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    with reading() as session:
        offices = branches_of(session, current_user.institution_id)
    open_ = [(office.id, office.name) for office in offices if office.closed_at is None]
    return {"roles": rules.POSTS, "branches": open_}
