"""권한 변경 내역: read from the accounts' audit chains, which nobody can rewrite (B3-03)."""

from typing import Any

from flask import Response, request
from flask_login import current_user

from app.accounts.desk.queries import PAGE, Change, rights_changes
from app.core.texts import t
from app.db.unit import reading
from app.web.pages import render


def show() -> Response:
    """The newest first, a page at a time."""
    before = request.args.get("before", "")[:120]
    with reading() as session:
        found = rights_changes(session, current_user.institution_id, before)
    return render(
        "desk/rights.html",
        officer=current_user,
        lines=[_line(change) for change in found[:PAGE]],
        more=found[PAGE - 1].mark if len(found) > PAGE else "",
    )


def _line(change: Change) -> dict[str, Any]:
    key = change.action.replace(":", "_")
    role = t(f"accounts.role.{change.role}") if change.role else ""
    was = t(f"accounts.role.{change.was}") if change.was else ""
    return {
        "at": change.at,
        "who": change.name,
        "login": change.login_id,
        "what": t(f"house.rights.{key}"),
        "detail": " → ".join(word for word in (was, role) if word),
        "branch": change.branch,
        "by": change.by or t("house.rights.operator"),
    }
