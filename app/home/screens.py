"""The doors of the front: `/`, `/menu`, `/me`, the guide, and the signs of life."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts.queries import sessions_of
from app.agreements.queries import Visit
from app.agreements.screens import list_
from app.core.phone import masked
from app.db.unit import reading
from app.delivery.messages import masked_mail
from app.home import guide
from app.parties.queries import all_numbers_of, mail_of
from app.web.guards import public, signed_in
from app.web.pages import render

doors = Blueprint("home", __name__)
front = Blueprint("front", __name__)


@front.get("/")
@public
def start() -> Response:
    """Where people land: the way to sign in. Demo mode has its own."""
    return render("home/start.html", demo=False)


@doors.get("/menu")
@signed_in
def menu() -> Response:
    """전체메뉴, with what is most urgent and the number of agreements that wait."""
    waiting = [visit for visit in list_.mine() if list_.waits_for_me(visit)]
    urgent = _urgent(waiting[0]) if waiting else None
    return render("home/menu.html", name=current_user.name, waiting=len(waiting), urgent=urgent)


@doors.get("/me")
@signed_in
def me() -> Response:
    """마이페이지: numbers of record (masked), devices and sessions."""
    with reading() as session:
        numbers = [masked(n.digits) for n in all_numbers_of(session, current_user.person_id)]
        mail = mail_of(session, current_user.person_id)
        sessions = sessions_of(session, current_user.account_id, current_user.session_id)
    return render(
        "home/me.html",
        name=current_user.name,
        account=current_user.login_id,
        staff=current_user.kind == "staff",
        numbers=numbers,
        mail=masked_mail(mail) if mail else "",
        sessions=sessions,
        new_password="password" in request.args,
    )


@doors.get("/help")
@public
def help_() -> Answer:
    """도움말: one guide so far."""
    return redirect(url_for("home.guide_page"), 303)


@doors.get("/help/agreements")
@public
def guide_page() -> Answer:
    """전자약정 안내."""
    return guide.show()


@doors.post("/help/agreements/vote")
@public
def vote() -> Answer:
    """만족하십니까?"""
    return guide.vote()


@doors.post("/help/agreements/report")
@public
def report() -> Answer:
    """오류 신고."""
    return guide.report()


@doors.get("/healthz")
@public
def healthz() -> Response:
    """Alive."""
    return Response("ok\n", mimetype="text/plain")


def _urgent(visit: Visit) -> dict[str, Any]:
    agreement = visit.agreement
    return {
        "url": url_for("agreements.start", number=agreement.number),
        "product": agreement.product,
        "purpose": agreement.purpose,
        "amount": agreement.amount,
        "deadline": agreement.deadline,
        "branch": f"{agreement.institution} {agreement.branch_name}",
        "started": list_.started(visit),
    }
