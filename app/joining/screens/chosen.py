"""The last page: one's own id and password, or a new password. Hashing waits outside the
transaction; the same form sent twice gets the same answer."""

from flask import redirect, request
from werkzeug.wrappers import Response

from app.accounts import door, passwords
from app.accounts.actions import start_session
from app.accounts.queries import credentials, login_of, signers
from app.core import clock
from app.core.errors import Refused
from app.db.unit import reading, unit
from app.joining import actions, rules
from app.joining.actions import Browser
from app.joining.forms import Chosen, read_chosen
from app.joining.journey import LAST
from app.joining.models import Joining
from app.joining.screens import frame
from app.joining.screens.frame import Problems, problem
from app.web import cookies

HOME = {rules.JOIN: "/agreements", rules.RESET: "/menu"}


def show(purpose: str) -> Response:
    """The form."""
    joining = frame.at(purpose, LAST[purpose])
    if isinstance(joining, Response):
        return joining
    return redirect(HOME[purpose], 303) if joining.done_at else _page(purpose, joining, "")


def answer(purpose: str) -> Response:
    """Make the account, or set the password, and sign in."""
    joining = frame.at(purpose, LAST[purpose])
    if isinstance(joining, Response):
        return joining
    chosen = read_chosen(request.form, _login_of(joining))
    if chosen.problems:
        return _page(purpose, joining, chosen.login_id, 422, _named(chosen.problems))
    browser = Browser(door.device_label(), cookies.read(door.SESSION))
    hashed = passwords.hashed(chosen.password)
    try:
        with unit() as u:
            token = actions.finish(u, joining.id, chosen.login_id, hashed, browser)
    except Refused as refused:
        if refused.code == "LOGIN_TAKEN":
            problems = _named((("account", refused.key),))
            return _page(purpose, joining, chosen.login_id, 409, problems)
        token = _same_again(joining, chosen, browser) if refused.code == "JOIN_DONE" else ""
        if not token:
            raise
    return _let_in(purpose, token, chosen.login_id)


def _same_again(joining: Joining, chosen: Chosen, browser: Browser) -> str:
    """A session for whoever sends the form they just sent, once more; else an empty text."""
    with reading() as session:
        found = credentials(session, chosen.login_id)
        now = session.get_one(Joining, joining.id)
        mine = found and signers(session, [now.person_id]).get(now.person_id) == found.account_id
    fresh = now.done_at is not None and clock.now() - now.done_at <= rules.AGAIN
    if not (found and mine and fresh and passwords.matches(found.password_hash, chosen.password)):
        return ""
    with unit() as u:
        return start_session(u, found.account_id, browser.label, browser.here)


def _let_in(purpose: str, token: str, login_id: str) -> Response:
    door.let_in(token, login_id)
    return redirect(HOME[purpose], 303)


def _login_of(joining: Joining) -> str:
    """The id that stands already, of whoever wants a new password."""
    if joining.purpose == rules.JOIN:
        return ""
    with reading() as session:
        account_id = signers(session, [joining.person_id]).get(joining.person_id)
        return login_of(session, account_id) if account_id else ""


def _named(problems: tuple[tuple[str, str], ...]) -> Problems:
    return [problem("", "joining.account.wrong"), *(problem(*each) for each in problems)]


def _page(
    purpose: str,
    joining: Joining,
    typed: str,
    status: int = 200,
    errors: Problems | None = None,
) -> Response:
    if purpose == rules.RESET:
        typed = _login_of(joining)
    return frame.page(LAST[purpose], purpose, joining, status, errors, account=typed)
