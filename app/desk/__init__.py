"""The desk: the shell of the staff's side; each room brings its screens under `/desk/<room>`."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.web.guards import staff

doors = Blueprint("desk", __name__)


@doors.get("/desk")
@staff
def start() -> Response:
    """창구: straight to what staff look at first."""
    return redirect("/desk/agreements", 303)
