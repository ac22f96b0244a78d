"""The desk's doors to firms (업체): found by their number, entered, their people."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.firms.desk import firm, person
from app.web.guards import officer

doors = Blueprint("desk_firms", __name__, url_prefix="/desk/firms")


@doors.get("")
@officer
def start() -> Response:
    """업체: the search by business number."""
    return firm.show_search()


@doors.post("")
@officer
def search() -> Answer:
    """What is searched for is posted: a sole proprietor's number is a person's."""
    return firm.search()


@doors.get("/new")
@officer
def another() -> Response:
    """업체 등록."""
    return firm.show_new()


@doors.post("/new")
@officer
def add() -> Answer:
    """Enter it."""
    return firm.add()


@doors.get("/<firm_id>")
@officer
def one(firm_id: str) -> Response:
    """A firm and its people."""
    return firm.show(firm_id)


@doors.get("/<firm_id>/people")
@officer
def show_person(firm_id: str) -> Response:
    """대표자 등록."""
    return person.show(firm_id)


@doors.post("/<firm_id>/people")
@officer
def add_person(firm_id: str) -> Answer:
    """Enter them, and their number for the second person."""
    return person.add(firm_id)


@doors.post("/<firm_id>/people/<person_id>/leave")
@officer
def leave(firm_id: str, person_id: str) -> Answer:
    """물러남."""
    return person.leave(firm_id, person_id)
