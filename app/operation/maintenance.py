"""Maintenance: people read, nobody changes anything, no worker takes up new work."""

from datetime import datetime, timedelta

from flask import Flask, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.events import SYSTEM, Event
from app.db.unit import Unit, reading
from app.operation.models import Maintenance

CHANGES = ("POST", "PUT", "PATCH", "DELETE")

STILL_OPEN = ("display.", "vault.", "reports.")
"""What changes nothing that is kept: the display's cookie, the check of a paper, reports."""


def current(session: Session) -> Maintenance | None:
    """The maintenance that goes on, if any."""
    query = select(Maintenance).where(Maintenance.ended_at.is_(None))
    return session.scalars(query.order_by(Maintenance.began_at.desc()).limit(1)).first()


def begin(u: Unit, minutes: int) -> datetime:
    """Begin, or move the expected end of what goes on. Returns when it is expected to end."""
    until, going = u.now + timedelta(minutes=minutes), current(u.session)
    if going is None:
        u.session.add(Maintenance(began_at=u.now, until=until))
        _tell(u, "began", minutes=minutes)
    else:
        going.until = until
    return until


def end(u: Unit) -> bool:
    """End it; False when nothing went on."""
    going = current(u.session)
    if going is None:
        return False
    going.ended_at = u.now
    _tell(u, "ended")
    return True


def install(app: Flask) -> None:
    """Refuse changes while it goes on."""
    app.before_request(_refuse_changes)


def _refuse_changes() -> None:
    if request.method not in CHANGES or (request.endpoint or "").startswith(STILL_OPEN):
        return
    with reading() as session:
        going = current(session)
    if going is not None:
        raise Refused("MAINTENANCE", 503, until=f"{clock.kst(going.until):%H:%M}")


def _tell(u: Unit, what: str, **facts: int) -> None:
    u.emit(Event(f"operation:maintenance:{what}", "operation", "", SYSTEM, facts))
