"""The one door to time: instants are aware UTC, people see Korean time (KST, +09:00)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def kst(instant: datetime) -> datetime:
    """The same instant on a Korean wall clock."""
    return instant.astimezone(KST)


def today() -> date:
    """Today's date in Seoul."""
    return kst(now()).date()


@contextmanager
def running_from(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `source` tell the time inside the block (tests and rehearsals)."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
