"""`/`, `/menu`, `/me`, `/help`, `/healthz`, `/readyz`."""

from datetime import date

from flask import Blueprint, Response, current_app, request
from flask_login import current_user

from app.accounts.queries import sessions_of
from app.agreements.screens.list_ import waiting_count
from app.core.phone import masked
from app.db.migrate import is_current
from app.db.unit import database, reading
from app.delivery import beat
from app.parties.queries import all_numbers_of
from app.web.guards import public, signed_in
from app.web.pages import render

doors = Blueprint("home", __name__)

GUIDE_EDITED = date(2026, 11, 23)


@doors.get("/")
@public
def start() -> Response:
    """Where people land: in demo mode who to sign in as, otherwise the way to sign in."""
    people = []
    if current_app.config["DOJANG"].demo:
        from app.demo.accounts import PASSWORD, PEOPLE

        people = [{"person": person, "password": PASSWORD} for person in PEOPLE]
    return render("home/start.html", people=people)


@doors.get("/menu")
@signed_in
def menu() -> Response:
    """전체메뉴, with the number of agreements that wait."""
    return render("home/menu.html", waiting=waiting_count(current_user.person_id))


@doors.get("/me")
@signed_in
def me() -> Response:
    """마이페이지: numbers of record (masked), devices and sessions."""
    with reading() as session:
        numbers = [masked(n.digits) for n in all_numbers_of(session, current_user.person_id)]
        sessions = sessions_of(session, current_user.account_id)
    return render("home/me.html", numbers=numbers, sessions=sessions)


@doors.get("/help")
@public
def help_() -> Response:
    """도움말: the guides there are."""
    return render("home/help.html")


@doors.get("/help/agreements")
@public
def guide() -> Response:
    """전자약정 guide, two tabs: 개인의 경우, 법인의 경우."""
    kind = "corporation" if request.args.get("for") == "corporation" else "person"
    return render("home/guide.html", kind=kind, edited=GUIDE_EDITED)


@doors.get("/healthz")
@public
def healthz() -> Response:
    """Alive."""
    return Response("ok\n", mimetype="text/plain")


@doors.get("/readyz")
@public
def readyz() -> Response:
    """Ready: the database answers at the newest version and a worker gives signs of life."""
    with reading() as session:
        working = beat.alive(session)
    ready = working and is_current(database())
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503)
