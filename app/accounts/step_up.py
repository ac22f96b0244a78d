"""Sensitive acts of staff want the second factor again when it was shown too long ago.

Whoever opens such a page shows it first; what was posted too late waits in the form that asks for
it, and goes on with it, so nothing that was typed is lost. A password is typed again.
"""

import re
from urllib.parse import urlencode

from flask import Flask, after_this_request, current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import door, rules, second_factor
from app.core import clock
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import unit
from app.web import cookies, guards
from app.web.addresses import return_address
from app.web.csrf import KEPT_BACK
from app.web.display import safe_next
from app.web.pages import render

FIELD = "second_factor"
FIRST_PASSWORD, CONFIRM = "/login/password", "/desk/confirm"
OPEN_TO_ALL = ("accounts.show_logout", "accounts.take_logout")


def install(app: Flask) -> None:
    """Stand behind the gate: call it after the guards'."""
    app.before_request(_ask_again)


def show() -> Response:
    """The form, for whoever opened a sensitive page."""
    return _page(_next(), [])


def answer() -> Response:
    """Take the code and lead on."""
    refusal = _taken(request.form.get(FIELD, ""))
    return _page(_next(), [], refusal) if refusal else redirect(_next(), 303)


def _ask_again() -> Response | None:
    if not guards.wants_sign_in(current_app, request.endpoint or "static_file"):
        return None
    if current_user.temporary_until is not None and request.endpoint not in OPEN_TO_ALL:
        return None if request.path == FIRST_PASSWORD else redirect(FIRST_PASSWORD, 303)
    if not guards.is_sensitive(current_app, str(request.endpoint)) or current_user.kind != "staff":
        return None
    if rules.is_fresh(current_user.proved_at, clock.now()):
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(f"{CONFIRM}?{urlencode({'next': return_address()})}", 303)
    return _posted()


def _posted() -> Response | None:
    """Let the post go on if it carries a right code, else ask for one and keep what was typed."""
    refusal = None
    if FIELD in request.form:
        refusal = _taken(request.form[FIELD])
        if refusal is None:
            return None
    left_out = (*KEPT_BACK, FIELD)
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in left_out]
    return _page(request.path, kept, refusal)


def _taken(typed: str) -> Refused | None:
    """Spend a try, then take the code; returns why it was not taken."""
    digits = re.sub(r"\s", "", typed)[:6]
    try:
        with unit() as u:
            second_factor.spend_proof(u, current_user.account_id)
        with unit() as u:
            token = second_factor.confirm(
                u, current_user.account_id, current_user.session_id, digits
            )
    except Refused as refusal:
        return refusal

    @after_this_request
    def carry(response: Response) -> Response:
        cookies.write(response, door.SESSION, token)
        return response

    return None


def _next() -> str:
    """Where the sensitive page is; never this one again."""
    found = safe_next(request.values.get("next", ""))
    return "/desk" if found == "/" or found.startswith("/desk/confirm") else found


def _page(address: str, fields: list[tuple[str, str]], refusal: Refused | None = None) -> Response:
    posted = bool(fields) or request.path != CONFIRM
    return render(
        "desk/confirm.html",
        refusal.status if refusal else 403 if posted else 200,
        officer=current_user,
        action=address if posted else CONFIRM,
        fields=fields if posted else [("next", address)],
        problem=t(refusal.key, **refusal.params) if refusal else "",
        demo=current_app.config["DOJANG"].demo,
    )
