"""The desk's doors to the institution's house: staff, branches, sender numbers, policies."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.accounts.desk import branches, members, policies, rights, senders
from app.web.guards import admin, officer, overseer, sensitive

doors = Blueprint("desk_staff", __name__, url_prefix="/desk")


@doors.get("/staff")
@admin
def staff() -> Response:
    """직원: everybody, their post and whether they can sign in."""
    return members.show_all()


@doors.get("/staff/new")
@admin
@sensitive
def newcomer() -> Response:
    """직원 초대."""
    return members.show_new()


@doors.post("/staff/new")
@admin
@sensitive
def invite() -> Answer:
    """Mail a link to somebody new."""
    return members.invite()


@doors.get("/staff/<account_id>")
@admin
def member(account_id: str) -> Response:
    """One of them, and what can be done."""
    return members.show(account_id)


@doors.post("/staff/<account_id>/<act>")
@admin
@sensitive
def change(account_id: str, act: str) -> Answer:
    """Another post, suspended, resumed, enrolled anew, another link."""
    return members.change(account_id, act)


@doors.get("/branches")
@admin
def offices() -> Response:
    """지점: where signers can call, and a form for another one."""
    return branches.show_all()


@doors.post("/branches")
@admin
def open_office() -> Answer:
    """Open one."""
    return branches.open_one()


@doors.get("/branches/<branch_id>")
@admin
def office(branch_id: str) -> Response:
    """One branch."""
    return branches.show(branch_id)


@doors.post("/branches/<branch_id>")
@admin
def change_office(branch_id: str) -> Answer:
    """Its name, number, mail address."""
    return branches.change(branch_id)


@doors.post("/branches/<branch_id>/close")
@admin
@sensitive
def close_office(branch_id: str) -> Answer:
    """Close it: nothing new goes out from there."""
    return branches.close(branch_id)


@doors.get("/rights")
@overseer
def changes() -> Response:
    """권한 변경 내역: who could do what since when, and by whose act (B3-03)."""
    return rights.show()


@doors.get("/policies")
@admin
def choices() -> Response:
    """정책: what holds today, since when, by whom, and what is to come."""
    return policies.show_all()


@doors.get("/policies/<key>")
@admin
def choice(key: str) -> Response:
    """One of them, its history, and the form for another value."""
    return policies.show(key)


@doors.post("/policies/<key>")
@admin
@sensitive
def decide(key: str) -> Answer:
    """Another value, from a day on."""
    return policies.decide(key)


@doors.get("/senders")
@officer
def numbers() -> Response:
    """발신번호."""
    return senders.show()


@doors.post("/senders")
@admin
def register() -> Answer:
    """Register one."""
    return senders.register()


@doors.post("/senders/<sender_id>/approve")
@officer
@sensitive
def approve(sender_id: str) -> Answer:
    """A second person confirms it."""
    return senders.change(sender_id, "approve")


@doors.post("/senders/<sender_id>/stop")
@admin
@sensitive
def stop(sender_id: str) -> Answer:
    """Nothing comes from it any longer."""
    return senders.change(sender_id, "stop")
