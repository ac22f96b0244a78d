"""Doors of demo mode: sign in with one tap, start over. The demo phone has its own module."""

from ipaddress import ip_address

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.accounts.door import begin_demo, let_in
from app.accounts.screens import code
from app.core.errors import NotFound
from app.core.texts import t
from app.demo.accounts import INSTITUTIONS, PASSWORD, PEOPLE, STAFF, DemoStaff
from app.web import csrf
from app.web.guards import demo_only
from app.web.pages import render

doors = Blueprint("demo", __name__)


@doors.get("/")
@demo_only
def start() -> Response:
    """Who to sign in as, and what to try."""
    people = [
        {
            "account": person.login,
            "name": person.name,
            "role": t(f"demo.role.{person.story}"),
            "can": t(f"demo.can.{person.story}"),
        }
        for person in PEOPLE
    ]
    staff = [
        {"account": member.login, "name": member.name, "role": _post_of(member)} for member in STAFF
    ]
    return render("home/start.html", demo=True, people=people, staff=staff, password=PASSWORD)


def _post_of(member: DemoStaff) -> str:
    names = {found.code: found.name for found in INSTITUTIONS}
    where = (names[member.institution], member.branch, t(f"accounts.role.{member.role}"))
    return " · ".join(word for word in where if word)


@doors.post("/demo/sign-in")
@demo_only
def sign_in() -> Answer:
    """Sign in as the demo person whose button was tapped."""
    login = request.form.get("account", "")
    if login not in {each.login for each in (*PEOPLE, *STAFF)}:
        raise NotFound()
    token, staff = begin_demo(login)
    if staff:
        return code.ask_for(token, "")
    let_in(token, login)
    return redirect("/agreements", 303)


@doors.post("/demo/reset")
@demo_only
@csrf.exempt
def reset() -> Response:
    """Start the demo data over; only from this machine, and without a form's token."""
    from app.demo import data

    if not ip_address(request.remote_addr or "::").is_loopback:
        raise NotFound()
    data.reset()
    return Response("ok\n", mimetype="text/plain")
