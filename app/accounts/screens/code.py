"""인증 앱 번호: the second half of staff's sign-in, in two transactions like the first."""

import re

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from app.accounts import door, recovery, second_factor
from app.accounts.queries import Awaiting, awaiting
from app.accounts.screens.onward import onward
from app.core import clock
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import Unit, reading, unit
from app.web import cookies
from app.web.pages import render

DESK = "/desk"


def ask_for(token: str, next_: str) -> Response:
    """The password was right: on to the code, with a token that is good for nothing else."""
    response = redirect(f"/login/code?next={onward(next_, DESK)}", 303)
    cookies.write(response, door.SESSION, token)
    return response


def show() -> Response:
    """The field for the six digits; whoever has no password behind them signs in first."""
    if _waiting() is None:
        return redirect("/login", 303)
    return _page(request.args.get("next", ""), spare="recovery" in request.args)


def answer() -> Response:
    """Spend a try, then look at the code."""
    waiting = _waiting()
    if waiting is None:
        return redirect("/login", 303)
    next_, spare = request.form.get("next", ""), "recovery" in request.form
    try:
        with unit() as u:
            second_factor.spend_proof(u, waiting.account_id)
        with unit() as u:
            token = _proved(u, waiting, spare)
    except Refused as refusal:
        field = "recovery" if spare else "code"
        problem = {"field": field, "text": t(refusal.key, **refusal.params)}
        return _page(next_, refusal.status, [problem], spare)
    door.let_in(token, waiting.login_id)
    return redirect("/desk/recovery" if spare else onward(next_, DESK), 303)


def _proved(u: Unit, waiting: Awaiting, spare: bool) -> str:
    if spare:
        return recovery.prove(u, waiting, request.form["recovery"][:40])
    digits = re.sub(r"\s", "", request.form.get("code", ""))[:6]
    return second_factor.prove(u, waiting, digits)


def _waiting() -> Awaiting | None:
    with reading() as session:
        return awaiting(session, cookies.read(door.SESSION), clock.now())


def _page(
    next_: str,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    spare: bool = False,
) -> Response:
    return render(
        "accounts/code.html",
        status,
        next=onward(next_, DESK),
        errors=errors or [],
        spare=spare,
        demo=current_app.config["DOJANG"].demo,
    )
