"""The desk's doors to people: invitations and numbers of record, at the counter."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.joining.desk import number, people, person
from app.web.guards import officer

doors = Blueprint("desk_people", __name__, url_prefix="/desk/people")


@doors.get("")
@officer
def start() -> Response:
    """사람: the search, and what waits."""
    return people.show()


@doors.post("")
@officer
def search() -> Response:
    """What is searched for is posted: it names people, and addresses are logged."""
    return people.search()


@doors.get("/<person_id>")
@officer
def one(person_id: str) -> Response:
    """One person."""
    return person.show(person_id)


@doors.post("/<person_id>/invite")
@officer
def invite(person_id: str) -> Answer:
    """Send the invitation again."""
    return person.invite(person_id)


@doors.post("/<person_id>/counter")
@officer
def counter(person_id: str) -> Answer:
    """창구에서 가입."""
    return person.counter(person_id)


@doors.get("/<person_id>/number")
@officer
def show_number(person_id: str) -> Response:
    """번호 변경."""
    return number.show(person_id)


@doors.post("/<person_id>/number")
@officer
def propose_number(person_id: str) -> Answer:
    """Write it down."""
    return number.propose(person_id)


@doors.post("/<person_id>/number/<change_id>/<act>")
@officer
def decide_number(person_id: str, change_id: str, act: str) -> Answer:
    """Approve, refuse, cancel."""
    return number.decide(person_id, change_id, act)
