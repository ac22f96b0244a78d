"""The outbox: put work in with the event, claim it with a lease, complete it once."""

import logging
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.request_id import current as current_request_id
from app.db.types import UtcDateTime, new_id
from app.db.unit import Unit, reading, unit
from app.delivery import wakeup
from app.delivery.models import OutboxRow
from app.delivery.rules import DEATHS, LEASE, Lane, given_up, wait_after

log = logging.getLogger(__name__)

Finish = Callable[[Unit], None]

_NOW = bindparam("now", type_=UtcDateTime())
_OURS = OutboxRow.lane.in_(bindparam("lanes", expanding=True))
# The states stand as literals and the kinds of rows apart: only so the partial indexes serve, and
# a claim takes as long before two rows as before thirty thousand.
_READY = and_(_OURS, OutboxRow.state == literal_column("'ready'"), OutboxRow.due_at <= _NOW)
_ABANDONED = and_(
    _OURS, OutboxRow.state == literal_column("'running'"), OutboxRow.lease_until < _NOW
)
_ANY = select(OutboxRow.id).where(or_(_READY, _ABANDONED)).limit(1)
_NEXT = [
    select(OutboxRow)
    .where(due)
    .order_by(OutboxRow.lane, OutboxRow.due_at, OutboxRow.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    for due in (_ABANDONED, _READY)
]
_HELD = (
    select(OutboxRow)
    .where(
        OutboxRow.id == bindparam("id"),
        OutboxRow.state == "running",
        OutboxRow.owner == bindparam("owner"),
        OutboxRow.attempt == bindparam("attempt"),
    )
    .with_for_update()
)
_KNOWN = select(OutboxRow.id).where(OutboxRow.dedup_key == bindparam("dedup_key"))


class LostLease(Exception):
    """Another worker holds the row now: whatever was done for it must not be recorded."""


@dataclass(frozen=True)
class Job:
    """A claimed row: what to do, and the fence (owner, attempt) its completion must still hold."""

    id: str
    dedup_key: str
    kind: str
    payload: dict[str, Any]
    owner: str
    attempt: int
    not_after: datetime | None
    fresh_until: datetime
    request_id: str = ""


def put(
    u: Unit,
    kind: str,
    dedup_key: str,
    payload: dict[str, Any],
    *,
    lane: Lane,
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    request_id: str | None = None,
) -> bool:
    """Write one piece of work in the caller's transaction; False when its key is already there.
    request_id: what logs and the audit chain find it by; of the request or job at hand if None."""
    if u.session.scalar(_KNOWN, {"dedup_key": dedup_key}):
        return False
    row = OutboxRow(
        id=new_id(),
        dedup_key=dedup_key,
        kind=kind,
        lane=int(lane),
        due_at=due_at or u.now,
        not_after=not_after,
        payload=payload,
        request_id=current_request_id() if request_id is None else request_id,
        created_at=u.now,
    )
    u.session.add(row)
    u.once_kept("wake the worker", wakeup.ring)
    return True


def claim(owner: str, lanes: Iterable[Lane]) -> Job | None:
    """Take the next due row of these lanes (or one whose worker died), or None."""
    wanted = [int(lane) for lane in lanes]
    while _anything_due(wanted):
        with unit() as u:
            row = _next(u, wanted)
            if row is None:
                return None
            if row.not_after and row.not_after < u.now:
                _settle(row, "expired", u.now)
                continue
            if row.state == "running" and _deadly(row):
                continue
            row.state, row.owner, row.lease_until = "running", owner, _lease_end(row, u.now)
            row.attempt += 1
            return _job(row, u.now)
    return None


def _deadly(row: OutboxRow) -> bool:
    """Count the worker that died over this row; put the row aside when it was one too many."""
    row.deaths += 1
    if row.deaths < DEATHS:
        return False
    row.state, row.lease_until = "parked", None
    log.error("put aside, %s workers died over it: %s %s", row.deaths, row.kind, row.id)
    return True


def oldest_due(session: Session, now: datetime) -> dict[Lane, datetime]:
    """Since when the oldest due work of each lane waits; lanes without any are left out."""
    due = select(OutboxRow.lane, func.min(OutboxRow.due_at)).where(
        OutboxRow.state == literal_column("'ready'"), OutboxRow.due_at <= now
    )
    return {Lane(lane): at for lane, at in session.execute(due.group_by(OutboxRow.lane))}


def parked(session: Session) -> list[OutboxRow]:
    """What was put aside, what was due first first."""
    query = select(OutboxRow).where(OutboxRow.state == "parked")
    return list(session.scalars(query.order_by(OutboxRow.due_at, OutboxRow.id)))


def drop(u: Unit, row_id: str) -> str:
    """Give up a row that was put aside. Returns its dedup key, or nothing when none has this id."""
    row = u.session.get(OutboxRow, row_id)
    if row is None or row.state != "parked":
        return ""
    _settle(row, "dead", u.now)
    return row.dedup_key


def retry(u: Unit) -> list[str]:
    """Let workers try again what was put aside. Returns kind and id of each such row."""
    rows = parked(u.session)
    for row in rows:
        row.state, row.deaths, row.due_at = "ready", 0, u.now
    u.once_kept("wake the worker", wakeup.ring)
    return [f"{row.kind} {row.id}" for row in rows]


def put_aside(u: Unit, kinds: Sequence[str], problem: str) -> int:
    """Put aside what is due of these kinds, for an operator to look at. Returns how much it was."""
    open_ = OutboxRow.state.in_(("ready", "running"))
    due = update(OutboxRow).where(OutboxRow.kind.in_(kinds), open_, OutboxRow.due_at <= u.now)
    done = u.session.execute(due.values(state="parked", lease_until=None, problem=problem))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _lease_end(row: OutboxRow, now: datetime) -> datetime:
    """After a death leases end apart, so that a row that was merely in the same process as the one
    that kills is not beside it again."""
    longer = random.random() / 2 if row.deaths else 0  # noqa: S311 - no secret
    return now + LEASE * (1 + longer)


def _anything_due(lanes: list[int]) -> bool:
    with reading() as session:
        return session.scalar(_ANY, {"lanes": lanes, "now": clock.now()}) is not None


def _job(row: OutboxRow, now: datetime) -> Job:
    return Job(
        id=row.id,
        dedup_key=row.dedup_key,
        kind=row.kind,
        payload=row.payload or {},
        owner=row.owner,
        attempt=row.attempt,
        not_after=row.not_after,
        fresh_until=now + LEASE / 10,
        request_id=row.request_id,
    )


def complete(job: Job, finish: Finish | None) -> None:
    """Record the row as done together with `finish`; raises LostLease when the fence has moved."""
    with unit() as u:
        row = _fenced(u, job)
        if finish:
            finish(u)
        _settle(row, "done", u.now)


def give_back(job: Job, problem: str) -> None:
    """The attempt failed: try again later, or give the row up after too many attempts."""
    with unit() as u:
        row = _fenced(u, job)
        row.problem = problem[:80]
        if given_up(row.lane, job.attempt):
            _settle(row, "dead", u.now)
        else:
            row.state, row.owner, row.lease_until, row.deaths = "ready", "", None, 0
            row.due_at = u.now + wait_after(job.attempt)


def renew(job: Job) -> None:
    """Hold the row for another lease; raises LostLease. Call it just before the outside act.

    A lease that has hardly begun is as good as a new one: nobody can have taken the row.
    """
    if clock.now() < job.fresh_until:
        return
    with unit() as u:
        row = _fenced(u, job)
        row.lease_until = _lease_end(row, u.now)


def _next(u: Unit, lanes: list[int]) -> OutboxRow | None:
    """What a dead worker left comes first: it is the oldest."""
    found = (u.session.scalars(query, {"lanes": lanes, "now": u.now}).first() for query in _NEXT)
    return next((row for row in found if row), None)


def _fenced(u: Unit, job: Job) -> OutboxRow:
    given = {"id": job.id, "owner": job.owner, "attempt": job.attempt}
    row = u.session.scalars(_HELD, given).first()
    if row is None:
        raise LostLease(job.dedup_key)
    return row


def _settle(row: OutboxRow, state: str, now: datetime) -> None:
    row.state, row.done_at, row.lease_until = state, now, None
    row.payload = None
