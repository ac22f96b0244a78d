"""Taking one more turn, spending a try, forgiving the tries. Atomic on both databases."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, text

from app.db.types import UtcDateTime, ring
from app.db.unit import Unit
from app.limits.models import LimitCounter, TryCounter
from app.limits.rules import Patience, window_start

# The upsert is the lock: whoever raises `n` holds the row until the transaction ends.
_TAKE = text(
    "INSERT INTO limit_counter (scope, key_hash, window_start, n)"
    " VALUES (:scope, :key_hash, :window_start, 1)"
    " ON CONFLICT (scope, key_hash, window_start)"
    " DO UPDATE SET n = limit_counter.n + 1 WHERE limit_counter.n < :limit RETURNING n"
)


def take(u: Unit, scope: str, key: str, limit: int, window: timedelta) -> bool:
    """Count one more under the key; False when `limit` (at least 1) is used up in this window.

    Windows are fixed (an hour begins on the hour). Older windows of the key are swept away.
    """
    start = window_start(u.now, window)
    where = {"scope": scope, "key_hash": blind(scope, key), "window_start": start}
    taken = u.session.execute(_TAKE, where | {"limit": limit}).scalar()
    if taken == 1:
        u.session.execute(
            delete(LimitCounter).where(
                LimitCounter.scope == scope,
                LimitCounter.key_hash == where["key_hash"],
                LimitCounter.window_start < start,
            )
        )
    return taken is not None


def spend_try(u: Unit, scope: str, key: str, patience: Patience) -> datetime | None:
    """Spend one try *before* looking whether it is right; commit it before looking.

    Returns None when the try may be made, else the instant until which all tries must wait.
    Parallel tries are counted one by one, so never more than `allowed` pass together.
    """
    row = _locked_row(u, scope, key)
    if row.wait_until and row.wait_until > u.now:
        return row.wait_until
    quiet_since = max(row.last_at, row.wait_until or row.last_at)
    row.n = 1 if quiet_since + patience.memory < u.now else row.n + 1
    row.last_at = u.now
    wait = patience.wait(row.n)
    row.wait_until = u.now + wait if wait else None
    u.session.flush()
    return None


def forgive(u: Unit, scope: str, key: str) -> None:
    """The person has shown to be the right one: forget the tries."""
    u.session.execute(
        delete(TryCounter).where(
            TryCounter.scope == scope, TryCounter.key_hash == blind(scope, key)
        )
    )


def forget_counters(u: Unit, before: datetime) -> int:
    """Throw away the counts of windows and of tries that were over by then; how many."""
    windows = u.session.execute(
        delete(LimitCounter).where(LimitCounter.window_start < int(before.timestamp()))
    )
    quiet = func.coalesce(TryCounter.wait_until, TryCounter.last_at) < before
    tries = u.session.execute(delete(TryCounter).where(quiet))
    return int(windows.rowcount) + int(tries.rowcount)  # type: ignore[attr-defined]


def blind(scope: str, key: str) -> str:
    """The keyed fingerprint a key is stored under."""
    return ring().blind(key, f"limits.{scope}")


_BEGIN = text(
    "INSERT INTO try_counter (scope, key_hash, n, last_at) VALUES (:scope, :key_hash, 0, :now)"
    " ON CONFLICT (scope, key_hash) DO NOTHING"
).bindparams(bindparam("now", type_=UtcDateTime()))


def _locked_row(u: Unit, scope: str, key: str) -> TryCounter:
    where = {"scope": scope, "key_hash": blind(scope, key)}
    query = select(TryCounter).filter_by(**where)
    query = query.with_for_update().execution_options(populate_existing=True)
    row = u.session.scalar(query)
    if row is None:
        u.session.execute(_BEGIN, where | {"now": u.now})
        row = u.session.scalars(query).one()
    return row
