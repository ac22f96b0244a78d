"""지점: an institution's offices. One that closes keeps what it has sent under its name."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts import staff
from app.accounts.desk.members import by
from app.accounts.desk.queries import staff_of
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties import actions as parties
from app.parties.forms import Office, read_office
from app.parties.models import Branch
from app.parties.queries import branches_of
from app.web.pages import render

HERE = "/desk/branches"


def show_all() -> Response:
    """All of them, the closed ones last, and the form for another."""
    return _list()


def open_one() -> Answer:
    """Open one; back to the form where something is wrong."""
    office = read_office(request.form)
    if office.errors:
        return _list(office, office.errors)
    try:
        with unit() as u:
            parties.open_branch(
                u, current_user.institution_id, office.facts, current_user.account_id
            )
    except Refused as refusal:
        return _list(office, {"name": t(refusal.key)}, refusal.status)
    return redirect(HERE, 303)


def show(branch_id: str) -> Response:
    """One; another institution's is not there."""
    return _page(_mine(branch_id))


def change(branch_id: str) -> Answer:
    """Name, number, mail address."""
    branch, office = _mine(branch_id), read_office(request.form)
    if office.errors:
        return _page(branch, office, office.errors)
    try:
        with unit() as u:
            parties.change_branch(u, branch.id, office.facts, current_user.account_id)
    except Refused as refusal:
        return _page(branch, office, {"name": t(refusal.key)}, refusal.status)
    return redirect(HERE, 303)


def close(branch_id: str) -> Answer:
    """Close it, once nobody has their post there."""
    branch = _mine(branch_id)
    try:
        with unit() as u:
            staff.close_branch(u, by(), branch.id)
    except Refused as refusal:
        words = t(refusal.key, **refusal.params)
        return _page(branch, errors={"": words}, status=refusal.status)
    return redirect(HERE, 303)


def _mine(branch_id: str) -> Branch:
    with reading() as session:
        branch = session.get(Branch, branch_id)
    if branch is None or branch.institution_id != current_user.institution_id:
        raise NotFound()
    return branch


def _list(
    office: Office | None = None, errors: dict[str, str] | None = None, status: int = 422
) -> Response:
    with reading() as session:
        offices = branches_of(session, current_user.institution_id)
        people = staff_of(session, current_user.institution_id)
    posts = [each.branch_id for each in people if each.state != "suspended"]
    return render(
        "desk/branches.html",
        status if errors else 200,
        officer=current_user,
        branches=[(each, posts.count(each.id)) for each in offices],
        typed=office or Office(),
        errors=errors or {},
    )


def _page(
    branch: Branch,
    office: Office | None = None,
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> Response:
    return render(
        "desk/branch.html",
        status if errors else 200,
        officer=current_user,
        branch=branch,
        typed=office or Office(branch.name, branch.phone, branch.mail or ""),
        errors=errors or {},
    )
