"""The nightly anchor before a million chains: the very first, and a day on which 3,000 grew."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit.anchors import drop_anchor
from app.audit.models import Anchor, AnchoredHead, AuditHead
from app.core import clock
from app.core.events import Handlers
from app.core.merkle import leaf_hash, root
from app.db.base import Base
from app.db.engine import Database, open_database
from app.db.unit import Unit
from bench.house import House
from bench.rows import Row

CHAINS, GROWN = 1_000_000, 3_000
FILL = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :chains)"
    " INSERT INTO audit_head SELECT printf('agreement:%036d', i), 9, :hash FROM n"
)
GROW = text(
    "UPDATE audit_head SET seq = seq + 1 WHERE subject <= printf('agreement:%036d', :grown)"
)


def measure(_house: House) -> Iterator[Row]:
    """On SQLite, in a database of its own; seconds include the commit."""
    with tempfile.TemporaryDirectory(prefix="bench-anchors-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'anchors.db'}")
        tables = [model.__table__ for model in (Anchor, AnchoredHead, AuditHead)]
        Base.metadata.create_all(database.writes, tables=tables)  # type: ignore[arg-type]
        run(database, FILL, chains=CHAINS, hash="ab" * 32)
        yield figure(database, f"the first anchor over {CHAINS:,} chains", CHAINS)
        run(database, GROW, grown=GROWN)
        yield figure(database, f"a day's anchor, {GROWN:,} of {CHAINS:,} chains grown", GROWN)
        database.dispose()


def figure(database: Database, name: str, size: int) -> Row:
    """One anchor, against hashing as many leaves into a tree."""
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    start = time.perf_counter()
    root(leaves)
    bare = time.perf_counter() - start
    start = time.perf_counter()
    with Session(database.writes, expire_on_commit=False) as session, session.begin():
        anchor = drop_anchor(Unit(session, clock.now(), Handlers()))
    taken = time.perf_counter() - start
    assert anchor.size == size
    return Row(name, taken, "s", taken / bare, f"the bare tree: {bare:.3f} s")


def run(database: Database, statement: object, **values: object) -> None:
    """One statement, committed."""
    with Session(database.writes, expire_on_commit=False) as session, session.begin():
        session.execute(statement, values)  # type: ignore[call-overload]
