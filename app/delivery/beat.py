"""The worker's heartbeat: how `/readyz` and the operator know that somebody drains the outbox."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.db.unit import Unit, unit
from app.delivery.models import WorkerBeat

EVERY = timedelta(seconds=10)
FRESH = timedelta(seconds=45)

_last: dict[str, datetime] = {}


def record(worker: str) -> None:
    """Say that this worker lives; written at most every ten seconds."""
    now = clock.now()
    if worker in _last and now - _last[worker] < EVERY:
        return
    _last[worker] = now
    with unit() as u:
        u.session.merge(WorkerBeat(worker=worker, at=now))


def forget(u: Unit, before: datetime) -> None:
    """Forget the workers that have been silent since then."""
    u.session.execute(delete(WorkerBeat).where(WorkerBeat.at < before))


def alive(session: Session) -> bool:
    """Whether any worker has given a sign of life lately."""
    newest = session.scalar(select(func.max(WorkerBeat.at)))
    return newest is not None and clock.now() - newest < FRESH
