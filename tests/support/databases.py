"""A fresh, migrated database for each test: a copied file, or a copy of a template database."""

import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url

from app.db.engine import open_database
from app.db.migrate import upgrade


class Databases(Protocol):
    """Hands out addresses of fresh databases."""

    def fresh(self) -> str:
        """The URL of a new, migrated, empty database."""

    def drop(self, url: str) -> None:
        """Throw one away."""


class Files:
    """SQLite."""

    def __init__(self, folder: Path):
        self.folder, self.numbers = folder, count()
        self.template = folder / "template.db"
        _migrate(f"sqlite:///{self.template}")

    def fresh(self) -> str:
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copy(self.template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for path in self.folder.glob(f"{Path(make_url(url).database or '').name}*"):
            path.unlink()


class Cluster:
    """PostgreSQL, given the address of its `postgres` database."""

    def __init__(self, url: str):
        self.numbers = count()
        self.url = make_url(url)
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(plain, autocommit=True)
        self.connection.execute("CREATE DATABASE template_dojang")
        _migrate(self._address("template_dojang"))

    def fresh(self) -> str:
        name = f"t{next(self.numbers)}"
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE template_dojang")
        return self._address(name)

    def drop(self, url: str) -> None:
        self.connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    if database.reads.dialect.name == "sqlite":
        with database.reads.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
