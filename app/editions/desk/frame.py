"""What the screens of the templates share: who acts, and where things are."""

from flask import redirect
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.editions import queries
from app.editions.actions import By
from app.editions.queries import Version
from app.parties.models import Institution

CHIPS = {
    "draft": "new",
    "asked": "waiting",
    "scheduled": "waiting",
    "in-force": "done",
    "past": "expired",
    "discarded": "recalled",
}
"""Standing -> the chip it is shown as."""


def by() -> By:
    """The member of staff who acts."""
    return By(current_user.institution_id, current_user.account_id, current_user.person_id)


def one(session: Session, template_id: str, version: int) -> Version:
    """The version, or NotFound where their institution has none of that number."""
    return queries.one(session, current_user.institution_id, template_id, version)


def house(session: Session) -> str:
    """The name of their institution."""
    return session.get_one(Institution, current_user.institution_id).name


def address(template_id: str, version: int, more: str = "") -> str:
    """Where a version is shown."""
    return f"/desk/templates/{template_id}/{version}{more}"


def to(template_id: str, version: int, more: str = "") -> Response:
    """303 to a version."""
    return redirect(address(template_id, version, more), 303)
