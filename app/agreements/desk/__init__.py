"""The desk's doors to the e-agreements: what a branch has sent, and how each one stands."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.agreements.desk import contacts, evidence, list_, one, trail
from app.web.guards import officer

doors = Blueprint("desk_agreements", __name__, url_prefix="/desk/agreements")


@doors.get("")
@officer
def requests() -> Response:
    """전자약정: the institution's requests, found by state, number, firm."""
    return list_.show()


@doors.post("")
@officer
def search() -> Response:
    """The same, what is searched for being posted: it names people, and addresses are logged."""
    return list_.show()


@doors.get("/<number>")
@officer
def request(number: str) -> Response:
    """One request: its terms, its people, what happened to it."""
    return one.show(number)


@doors.get("/<number>/trail.csv")
@officer
def table(number: str) -> Response:
    """진행 기록 as a table for a spreadsheet."""
    return trail.table(number)


@doors.get("/<number>/bundle/<int:position>.zip")
@officer
def bundle(number: str, position: int) -> Response:
    """증거 묶음 of one of its papers."""
    return evidence.bundle(number, position)


@doors.get("/<number>/contacts")
@officer
def show_contacts(number: str) -> Response:
    """서명자 연락처, masked."""
    return contacts.show(number)


@doors.post("/<number>/contacts")
@officer
def reveal_contacts(number: str) -> Answer:
    """Say why, and see one person's."""
    return contacts.reveal(number)
