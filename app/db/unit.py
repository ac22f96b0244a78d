"""The unit of work: one write transaction, its instant, its events, what to do once it is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from app.core import clock
from app.core.events import Event, Handlers
from app.db.engine import Database

_database: Database | None = None
_handlers = Handlers()


def bind(database: Database, handlers: Handlers) -> None:
    """Let every unit and reading use this database and these event handlers."""
    global _database, _handlers
    _database, _handlers = database, handlers


def database() -> Database:
    """The database in use; raises RuntimeError before the wiring has bound one."""
    if _database is None:
        raise RuntimeError("no database is bound")
    return _database


class Collector(Protocol):
    """Something that gathers rows during a unit and writes them at its end."""

    def write(self, session: Session) -> None:
        """Write what was gathered, just before the commit."""


C = TypeVar("C", bound=Collector)


class Unit:
    """One write transaction. Actions take it first and never commit."""

    def __init__(self, session: Session, now: datetime, handlers: Handlers):
        self.session = session
        self.now = now
        self._handlers = handlers
        self.collectors: dict[type[Collector], Collector] = {}
        self.afterwards: dict[str, Callable[[], None]] = {}

    def emit(self, event: Event) -> None:
        """Raise a domain event: its handlers run now, inside this transaction."""
        self._handlers.dispatch(self, event)

    def collector(self, kind: type[C]) -> C:
        """This unit's one collector of a kind; it writes before the commit."""
        found = self.collectors.setdefault(kind, kind())
        assert isinstance(found, kind)
        return found

    def once_kept(self, name: str, act: Callable[[], None]) -> None:
        """Run `act` after the commit, once per name; for hints that may be lost, never for work."""
        self.afterwards[name] = act


@contextmanager
def unit() -> Iterator[Unit]:
    """Open a write transaction; it commits at the end of the block, or leaves nothing behind."""
    with database().write_turn(), Session(database().writes, expire_on_commit=False) as session:
        work = Unit(session, clock.now(), _handlers)
        with session.begin():
            yield work
            for collector in work.collectors.values():
                collector.write(session)
    for act in work.afterwards.values():
        act()


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads."""
    with Session(database().reads, expire_on_commit=False) as session:
        yield session
