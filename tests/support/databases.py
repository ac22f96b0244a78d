"""A fresh, migrated database for each test: a copied file, or a copy of a template database."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import URL, make_url

from app.db.engine import open_database
from app.db.migrate import upgrade

TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)
SHAPE = """
    SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid), ',' ORDER BY relname, attnum))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND attnum > 0 AND NOT attisdropped
"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


class Databases(Protocol):
    """Hands out addresses of fresh databases."""

    def fresh(self) -> str:
        """The URL of a new, migrated, empty database."""

    def empty(self) -> str:
        """The URL of a new database without a table."""

    def drop(self, url: str) -> None:
        """Throw one away."""


class Files:
    """SQLite."""

    def __init__(self, folder: Path):
        self.folder, self.numbers = folder, count()
        self.template = folder / "template.db"
        _migrate(f"sqlite:///{self.template}")

    def fresh(self) -> str:
        url = self.empty()
        shutil.copy(self.template, make_url(url).database or "")
        return url

    def empty(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.db'}"

    def drop(self, url: str) -> None:
        for path in self.folder.glob(f"{Path(make_url(url).database or '').name}*"):
            path.unlink()


class Cluster:
    """PostgreSQL, given the address of its `postgres` database."""

    def __init__(self, url: str):
        self.numbers = count()
        self.url = make_url(url)
        self.connection = psycopg.connect(_plain(self.url), autocommit=True)
        self.connection.execute("CREATE DATABASE template_dojang")
        _migrate(self._address("template_dojang"))
        with psycopg.connect(_plain(self.url.set(database="template_dojang"))) as template:
            self.shape = template.execute(SHAPE).fetchone()
        self.emptied: list[str] = []

    def fresh(self) -> str:
        if self.emptied:
            return self.emptied.pop()
        return self._made("template_dojang")

    def empty(self) -> str:
        return self._made("template0")

    def _made(self, template: str) -> str:
        name = f"t{next(self.numbers)}"
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def drop(self, url: str) -> None:
        """Empty it for the next test: ten times quicker than making a new one. One whose tables a
        test changed is nobody's again."""
        self.connection.execute(OTHERS, (make_url(url).database,))
        with psycopg.connect(_plain(make_url(url))) as connection:
            connection.execute("SET session_replication_role = replica")
            tables = [row[0] for row in connection.execute(TABLES)]
            connection.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))
            if connection.execute(SHAPE).fetchone() == self.shape:
                self.emptied.append(url)

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    if database.reads.dialect.name == "sqlite":
        with database.reads.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
