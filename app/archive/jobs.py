"""What the worker does for the archive: every night whatever is due, one row for each paper."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.archive import queries
from app.config import Settings
from app.core import clock
from app.db.unit import Unit, reading
from app.delivery import outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane

if TYPE_CHECKING:
    from app.archive.keeping import Keeper

log = logging.getLogger(__name__)

KIND = "archive.strengthen"

MOST = 20_000
"""Papers of one night; what is left over is due the next night as well."""


def handlers(settings: Settings) -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {KIND: partial(_strengthen, _Keepers(settings))}


def plan(u: Unit) -> int:
    """Ask for the next revision of everything that is due; returns how much that is."""
    found = queries.due(u.session, u.now, MOST)
    tonight = clock.kst(u.now).date()
    for seal in found:
        key, about = f"archive:{seal.id}:{tonight}", {"seal": seal.id}
        outbox.put(u, KIND, key, about, lane=Lane.BULK)
    return len(found)


class _Keepers:
    """The keeper, made when it is first needed: half a second and 30 MB that few workers spend."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._keeper: Keeper | None = None

    def __call__(self) -> Keeper:
        if self._keeper is None:
            from app.archive.keeping import Keeper

            self._keeper = Keeper(self._settings)
        return self._keeper


def _strengthen(keepers: _Keepers, job: Job) -> Finish | None:
    """Make the next revision. What hinders it today is said in the log, and the next night asks
    again: the paper stays due until it has it."""
    from app.archive.keeping import Hindered

    try:
        with reading() as session:
            return keepers().next_revision(session, job.payload["seal"])
    except Hindered as problem:
        log.warning("not archived yet: seal %s: %s", job.payload["seal"], problem)
        return None
