"""One's own sessions: ending another device's, extending the present one."""

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import actions, door
from app.db.unit import unit
from app.web.display import safe_next


def end(session_id: str) -> Response:
    """End one; another person's is not there (404). Ending the present one signs out."""
    here = session_id == current_user.session_id
    by = "logout" if here else "elsewhere"
    with unit() as u:
        actions.end_session(u, current_user.account_id, session_id, by)
    if here:
        door.let_out()
        return redirect("/login?out=1", 303)
    return redirect("/me", 303)


def extend() -> Response:
    """Give the present session more time and go on where the person was."""
    with unit() as u:
        actions.extend_session(u, current_user.account_id, current_user.session_id)
    return redirect(safe_next(request.form.get("next", "")), 303)
