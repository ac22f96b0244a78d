"""After a new key was put in front of the ring: seal everything anew, so that old keys can go."""

from sqlalchemy import Column, LargeBinary, Table, and_, func, literal, select, type_coerce

from app.db import all_models
from app.db.base import Base
from app.db.types import Encrypted, ring
from app.db.unit import Unit, unit

BATCH = 200
"""Values of one transaction, so that nobody waits long for their turn to write."""


def reseal() -> int:
    """Seal every value that is not under the active key anew; returns how many there were.

    May run beside everything else. Raises UnreadableValue when a key has left the ring too early.
    """
    all_models.load()
    done = 0
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                while count := _batch(table, column, column.type.context):
                    done += count
    return done


def _batch(table: Table, column: Column[object], context: str) -> int:
    raw, prefix = type_coerce(column, LargeBinary), ring().prefix
    keys = list(table.primary_key.columns)
    old = select(*keys, raw).where(func.substr(raw, 1, len(prefix)) != prefix).limit(BATCH)
    with unit() as u:
        rows = u.session.execute(old).all()
        for *ids, value in rows:
            here = and_(*(key == at for key, at in zip(keys, ids, strict=True)), raw == value)
            _replace(u, table, column, here, ring().seal(ring().open(value, context), context))
    return len(rows)


def _replace(u: Unit, table: Table, column: Column[object], here: object, value: bytes) -> None:
    """Write the sealed value as it is; a row that was changed meanwhile is under the new key."""
    new = {column.name: literal(value, LargeBinary())}
    u.session.execute(table.update().where(here).values(new))  # type: ignore[arg-type]
