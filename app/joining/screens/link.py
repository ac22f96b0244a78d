"""The link of an invitation. Opening it changes nothing (mail programs open links by themselves);
the press that follows takes its token into a cookie and leaves the address behind."""

from flask import redirect, request
from werkzeug.wrappers import Response

from app.core import clock
from app.db.unit import reading, unit
from app.joining import actions
from app.joining.queries import invitation_by_token
from app.joining.rules import JOIN
from app.joining.screens import frame
from app.web.pages import render


def show(token: str) -> Response:
    """What joining is and what it takes."""
    return render("joining/link.html", token=token[:64])


def answer() -> Response:
    """Begin; a link that is over says so and what to do."""
    with reading() as session:
        found = invitation_by_token(session, request.form.get("token", "")[:64], clock.now())
    if found is None:
        return frame.page("link-over", JOIN, None, 410)
    with unit() as u:
        token = actions.begin(u, JOIN, frame.address(), found.id)
    return frame.carry(redirect("/join", 303), JOIN, token)
