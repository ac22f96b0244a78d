"""Whether this machine may be sent visitors: everything that a signature needs from the house."""

import shutil
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.db.migrate import is_current
from app.db.unit import database, reading
from app.delivery import beat
from app.operation import maintenance

LEAST_SPACE = 64 << 20
"""Bytes that must be free where papers (and SQLite) lie; below that a signature may fail."""


def problems(settings: Settings) -> Iterator[str]:
    """What is missing, one line each; nobody's data and no address in them."""
    try:
        if shutil.disk_usage(settings.var).free < LEAST_SPACE:
            yield "the disk under VAR is full"
    except OSError:
        yield "there is no VAR"
    try:
        if not is_current(database()):
            yield "the database is not at the newest version"
            return
        with reading() as session:
            if not beat.alive(session):
                yield "no worker works"
    except SQLAlchemyError:
        yield "the database cannot be reached"


def maintained() -> bool:
    """Whether people may only read just now: no reason to send them elsewhere."""
    with reading() as session:
        return maintenance.current(session) is not None
