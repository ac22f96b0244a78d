"""Opening the database: SQLite (WAL, immediate writes, one fair writer at a time) or PostgreSQL."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from app.db.driver import sqlite

log = logging.getLogger(__name__)

WAL_RESET_FIXED = (3, 51, 3)
"""First SQLite without the WAL-reset bug (two connections writing and checkpointing)."""

PATIENCE = 5
"""Seconds in which a PostgreSQL must take a connection; a machine that is gone says nothing."""


class Unreachable(Exception):
    """The database cannot be opened; the message says which and why."""


@dataclass(frozen=True)
class Database:
    """An engine for reads, one for writes, and the lock that queues SQLite's writers."""

    reads: Engine
    writes: Engine
    lock_path: str | None

    @contextmanager
    def write_turn(self) -> Iterator[None]:
        """Wait for this process's turn to write; SQLite's own lock is unfair."""
        if self.lock_path is None:
            yield
            return
        handle = os.open(self.lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def dispose(self) -> None:
        """Close every connection."""
        self.reads.dispose()


def open_database(url: str) -> Database:
    """Open `sqlite:///path` or `postgresql+psycopg://…`; raises ValueError for anything else."""
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(url)
    if backend == "postgresql":
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=30,
            hide_parameters=True,
            connect_args={"connect_timeout": PATIENCE},
        )
        return Database(engine, engine, None)
    raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")


def _open_sqlite(url: str) -> Database:
    if sqlite.sqlite_version_info < WAL_RESET_FIXED:
        log.warning("SQLite %s can corrupt a WAL database; 3.51.3 is needed", sqlite.sqlite_version)
    path = make_url(url).database or ""
    engine = create_engine(
        url, module=sqlite, pool_size=10, max_overflow=40, pool_timeout=60, hide_parameters=True
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        raw = engine.raw_connection()  # outside a transaction, where the journal can be changed
        raw.cursor().execute("PRAGMA journal_mode=WAL")
        raw.close()
    except (OSError, sqlite.Error) as problem:
        raise Unreachable(f"DATABASE_URL: {path} cannot be opened: {problem}") from problem
    return Database(engine, engine.execution_options(writes=True), f"{path}.lock")


def _on_connect(connection: Any, record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
