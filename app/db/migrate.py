"""Bringing a database to the newest version, and asking whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import OperationalError

from app.db import all_models
from app.db.base import Base
from app.db.engine import Database, Unreachable

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_ADVISORY_LOCK = 7411


class BrokenReferences(Exception):
    """A migration left rows that refer to rows that are no longer there."""


def upgrade(database: Database, to: str = "head") -> None:
    """Run every missing migration, all of them or none; two starters at once wait for each other.

    Raises Unreachable, and BrokenReferences with nothing changed.
    """
    try:
        database.reads.connect().close()
    except OperationalError as problem:
        raise Unreachable(f"DATABASE_URL: {problem.orig}".strip()) from problem
    with database.write_turn(), _rebuilding(database) as connection:
        connection.begin()  # ours, so that Alembic does not commit each migration by itself
        if connection.dialect.name == "postgresql":  # held until the commit
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        _whole(connection)
        connection.commit()


@contextmanager
def _rebuilding(database: Database) -> Iterator[Connection]:
    """A connection on which SQLite may put a new table in the place of one that others refer to:
    that drops the old one, which it refuses while it enforces references."""
    with database.reads.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        raw = connection.connection.cursor()  # outside a transaction, where it can be switched
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            connection.rollback()
            raw.execute("PRAGMA foreign_keys=ON")


def _whole(connection: Connection) -> None:
    """What was not enforced meanwhile holds all the same."""
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone():
        raise BrokenReferences(f"a row of {broken[0]} refers to none of {broken[2]}")


def fits(database: Database) -> bool:
    """Whether the tables are those of this version. A database that an unreleased version made
    stands at the same migration and may have others."""
    all_models.load()
    with database.reads.connect() as connection:
        return not compare_metadata(MigrationContext.configure(connection), Base.metadata)


def rebuild(database: Database) -> None:
    """Throw every table away and make them anew: for demo data only."""
    there = MetaData()
    with database.write_turn():
        there.reflect(database.reads)
        there.drop_all(database.reads)
    upgrade(database)


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    with database.reads.connect() as connection:
        at = MigrationContext.configure(connection).get_current_heads()
    return set(at) == set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
