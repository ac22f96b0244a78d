"""복구 코드: one's own, read once, made anew; how many are left."""

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import recovery
from app.core import clock
from app.db.unit import reading, unit
from app.web.pages import render

HERE = "/desk/recovery"


def show() -> Response:
    """The codes to be written down, else how many are left."""
    with reading() as session:
        codes = recovery.sheet(session, current_user.account_id, clock.now())
        left = recovery.left(session, current_user.account_id)
    return render(
        "desk/recovery.html",
        officer=current_user,
        codes=codes,
        left=left,
        action=f"{HERE}/kept",
    )


def make() -> Response:
    """Ten new ones. Pressed twice while they can be read, they stay the same."""
    account = current_user.account_id
    with unit() as u:
        if not recovery.sheet(u.session, account, u.now):
            recovery.make(u, account)
    return redirect(HERE, 303)


def put_away() -> Response:
    """They are written down."""
    with unit() as u:
        recovery.put_away(u, current_user.account_id)
    return redirect("/me", 303)
