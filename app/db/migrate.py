"""Bringing a database to the newest version, and asking whether it is."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.exc import OperationalError

from app.db import all_models
from app.db.base import Base
from app.db.engine import Database, Unreachable

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_ADVISORY_LOCK = 7411


def upgrade(database: Database) -> None:
    """Run every missing migration; two starters at once wait for each other. Raises Unreachable."""
    try:
        database.reads.connect().close()
    except OperationalError as problem:
        raise Unreachable(f"DATABASE_URL: {problem.orig}".strip()) from problem
    with database.write_turn(), database.reads.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({_ADVISORY_LOCK})")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ADVISORY_LOCK})")


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
