"""The desk: the shell of the staff's side; each room brings its screens under `/desk/<room>`."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from app.web.guards import ADMIN, AUDITOR, OFFICER, OVERSEER, STAFF_ROLES, staff

doors = Blueprint("desk", __name__)


@dataclass(frozen=True)
class Place:
    """An entry of the desk's menu, for whom its guard lets in; its word is `desk.shell.<key>`."""

    key: str
    icon: str
    guard: str

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"/desk/{self.key}"


PLACES = (
    Place("agreements", "pen", OFFICER),
    Place("attention", "clock", OFFICER),
    Place("templates", "paper", OFFICER),
    Place("firms", "house", OFFICER),
    Place("people", "person", OFFICER),
    Place("figures", "chart", OFFICER),
    Place("subjects", "mail", OFFICER),
    Place("retention", "trash", ADMIN),
    Place("records", "list", AUDITOR),
    Place("staff", "badge", ADMIN),
    Place("branches", "house", ADMIN),
    Place("products", "box", ADMIN),
    Place("senders", "phone", OFFICER),
    Place("policies", "list", ADMIN),
    Place("rights", "key", OVERSEER),
)
"""The menu, in its order; what somebody may open first is where they start."""


def places_of(role: str | None) -> list[Place]:
    """What of the menu a post sees."""
    return [place for place in PLACES if role in STAFF_ROLES[place.guard]]


@doors.app_context_processor
def _menu() -> dict[str, Any]:
    return {"desk_places": places_of}


@doors.get("/desk")
@staff
def start() -> Response:
    """창구: straight to what this member of staff looks at first."""
    mine = places_of(current_user.role)
    return redirect(mine[0].address if mine else "/me", 303)
