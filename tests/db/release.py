"""A house as an earlier release left it: its database, papers and demo secrets, packed as they lay.

`0001.tar.xz` was written by the release whose newest migration is 0001: the demo's people, papers
signed and sealed, an anchored night, one signer who was about to type the code. It is never written
anew: what it holds is what a real upgrade meets.
"""

import lzma
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    make_url,
    select,
)

from app.db.driver import sqlite
from app.db.engine import Database, open_database
from app.db.migrate import upgrade

PACKED = Path(__file__).parent / "releases"
LEFT_AT = datetime(2026, 11, 25, 22, 50, tzinfo=UTC)
"""When the house of `0001` was left."""

Rows = dict[str, list[dict[str, Any]]]


def unpack(release: str, var: Path, url: str) -> None:
    """Lay an earlier release's house into an empty folder and an empty database."""
    with lzma.open(PACKED / f"{release}.tar.xz") as packed, tarfile.open(fileobj=packed) as tar:
        tar.extractall(var, filter="data")
    lain = var / "dojang.db"
    if make_url(url).get_backend_name() == "sqlite":
        lain.rename(make_url(url).database or "")
        return
    target = open_database(url)
    upgrade(target, release)
    _carry(lain, target)
    target.dispose()
    lain.unlink()


def _carry(file: Path, target: Database) -> None:
    """Copy every row from SQLite into PostgreSQL, which has the same tables already."""
    source = create_engine(f"sqlite:///{file}", module=sqlite)
    with source.connect() as old, target.writes.begin() as new:
        new.exec_driver_sql("SET session_replication_role = replica")
        for table in reflected(new).sorted_tables:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows and table.name != "alembic_version":
                new.execute(insert(table), [_aware(table, row) for row in rows])
    source.dispose()


def _aware(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps instants without their zone, which is UTC."""
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def reflected(connection: Connection) -> MetaData:
    """The tables as they stand in the database, whatever the models say."""
    found = MetaData()
    found.reflect(connection)
    return found


def rows_of(connection: Connection) -> Rows:
    """Everything in the database."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in reflected(connection).sorted_tables
        if table.name != "alembic_version"
    }


def fill(connection: Connection) -> list[str]:
    """Put two made-up rows into every table that has none; returns the tables' names."""
    filled = []
    for table in reflected(connection).sorted_tables:
        if not connection.scalar(select(func.count()).select_from(table)):
            filled.append(table.name)
            for number in (1, 2):
                connection.execute(insert(table).values(_made_up(connection, table, number)))
    return filled


def _made_up(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    """Values that hold: references lead to rows that are there, a different one for each row."""
    values = {}
    for column in table.columns:
        kind, parent = column.type, next(iter(column.foreign_keys), None)
        if parent is not None:
            key = parent.column
            there = connection.scalars(select(key).order_by(key).offset(number - 1).limit(1))
            values[column.name] = there.first()
        elif isinstance(kind, Boolean):
            values[column.name] = True
        elif isinstance(kind, Integer):
            values[column.name] = number
        elif isinstance(kind, LargeBinary):
            values[column.name] = bytes([number])
        elif isinstance(kind, DateTime):
            zone = UTC if connection.dialect.name == "postgresql" else None
            values[column.name] = LEFT_AT.replace(tzinfo=zone)
        elif isinstance(kind, Date):
            values[column.name] = date(2026, 11, number)
        else:
            values[column.name] = str(number)
    return values


def lost(before: Rows, after: Rows, given_up: Iterable[str]) -> Iterator[str]:
    """The tables and columns whose values are not what they were, but for those `given_up`."""
    given_up = set(given_up)
    for name, rows in before.items():
        if name in given_up:
            continue
        if name not in after:
            yield name
            continue
        columns = [c for c in (rows[0] if rows else {}) if f"{name}.{c}" not in given_up]
        gone = [c for c in columns if after[name] and c not in after[name][0]]
        yield from (f"{name}.{column}" for column in gone)
        kept = [column for column in columns if column not in gone]
        if _bag(rows, kept) - _bag(after[name], kept):
            yield f"rows of {name}"


def _bag(rows: list[dict[str, Any]], columns: list[str]) -> Counter[str]:
    return Counter(repr([row[column] for column in columns]) for row in rows)
