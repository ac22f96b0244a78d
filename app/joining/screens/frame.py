"""What every page on the way shares: whose browser it is, where they stand, how a page looks."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import reading
from app.identity.rules import offered
from app.joining.journey import JOURNEYS
from app.joining.models import Joining
from app.joining.queries import invitation, joining_of
from app.joining.rules import JOIN, RESET
from app.parties.queries import institutions
from app.web import cookies
from app.web.pages import render

COOKIES = {JOIN: "join", RESET: "reset"}
Problems = list[dict[str, str]]


def standing(purpose: str) -> Joining | None:
    """The way this browser is on, while there is time."""
    with reading() as session:
        return joining_of(session, cookies.read(COOKIES[purpose]), purpose, clock.now())


def unfinished(purpose: str) -> Joining | None:
    """The same, unless it has led to its end: then the next one begins anew."""
    joining = standing(purpose)
    return None if joining and joining.done_at else joining


def at(purpose: str, key: str) -> Joining | Response:
    """The way, if this step of it lies open; else where the person stands."""
    joining = standing(purpose)
    if joining is None:
        return redirect(f"/{purpose}?over=1", 303)
    if not JOURNEYS[purpose].may_open(key, joining):
        return onward(purpose, joining)
    return joining


def onward(purpose: str, joining: Joining | None) -> Response:
    """To the first step without its answers."""
    key = JOURNEYS[purpose].frontier(joining).key if joining else "who"
    return redirect(f"/{purpose}" if key == "who" else f"/{purpose}/{key}", 303)


def carry(response: Response, purpose: str, token: str) -> Response:
    """Give the browser its way."""
    cookies.write(response, COOKIES[purpose], token)
    return response


def page(
    template: str,
    purpose: str,
    joining: Joining | None,
    status: int = 200,
    errors: Problems | None = None,
    **more: Any,
) -> Response:
    """A page of the way, with whom to call: whoever invited, else every institution."""
    with reading() as session:
        invited = invitation(session, joining.invitation_id) if joining else None
        known = institutions(session)
    helpers = [
        {"name": place.name, "phone": invited.phone if invited else place.phone}
        for place in known
        if invited is None or place.id == invited.institution_id
    ]
    return render(
        f"joining/{template}.html",
        status,
        purpose=purpose,
        helpers=helpers,
        errors=errors or [],
        channels=offered(),
        **more,
    )


def problem(field: str, key: str, **params: object) -> dict[str, str]:
    """One thing that is wrong, and where."""
    return {"field": field, "text": t(key, **params)}


def told(refusal: Refused, field: str) -> Problems:
    """A refusal as what is wrong on the page."""
    return [problem(field, refusal.key, **refusal.params)]


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def host() -> str:
    """The site's host where https lets browsers fill codes in themselves, else an empty text."""
    settings = current_app.config["DOJANG"]
    return urlsplit(settings.base_url).hostname or "" if settings.secure else ""
