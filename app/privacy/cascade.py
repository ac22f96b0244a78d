"""Destroying rows with all that hangs on them: whatever table refers to them, in whichever room."""

from collections.abc import Sequence

from sqlalchemy import Column, Table, delete, select
from sqlalchemy.orm import Session

from app.db import all_models
from app.db.base import Base

BATCH = 200


def destroy(session: Session, table: Table, ids: Sequence[str]) -> int:
    """Delete these rows, and before them every row that refers to them; how many of these."""
    gone = 0
    for start in range(0, len(ids), BATCH):
        some = list(ids[start : start + BATCH])
        destroy_below(session, table, some)
        done = session.execute(delete(table).where(table.c.id.in_(some)))
        gone += int(done.rowcount)  # type: ignore[attr-defined]
    return gone


def destroy_below(session: Session, table: Table, ids: Sequence[str]) -> None:
    """Delete every row that refers to these, and what refers to those; they themselves stay."""
    for child, column in _referring(table):
        refers = column.in_(list(ids))
        if "id" in child.c and _referring(child):
            below = list(session.scalars(select(child.c.id).where(refers)))
            destroy_below(session, child, below)
        session.execute(delete(child).where(refers))


def _referring(table: Table) -> list[tuple[Table, Column[str]]]:
    """The tables with a foreign key to this one's id, and that column."""
    all_models.load()
    return [
        (child, key.parent)
        for child in Base.metadata.sorted_tables
        for key in child.foreign_keys
        if key.column is table.c.get("id")
    ]
