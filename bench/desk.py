"""The desk's list before many requests: milliseconds a page, and how they grow."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sized
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from app.agreements.desk.finding import Reach
from app.agreements.desk.queries import ALL, DONE, WAITING, counts, lines
from app.db.engine import open_database
from bench.house import House
from bench.many import fill
from bench.rows import Row

FEW, MANY = 10_000, 10_000_000 if os.environ.get("SIZE") == "full" else 1_000_000
TIMES = 15
EVERYTHING, BRANCH = Reach("found", None), Reach("found", "changwon")


def measure(_house: House) -> Iterator[Row]:
    """On SQLite, in databases of their own: every way to find something, few and many rows."""
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as folder:
        few = figures(Path(folder) / "few.db", FEW)
        many = figures(Path(folder) / "many.db", MANY)
    for name, value in many.items():
        base = f"with {FEW:,}: {few[name]:.2f} ms"
        yield Row(f"desk, {MANY:,} requests: {name}", value, "ms", value / few[name], base)


def figures(path: Path, size: int) -> dict[str, float]:
    """What each page takes with so many requests."""
    database = open_database(f"sqlite:///{path}")
    fill(database, size)
    middle = f"{size // 2:036}"
    with Session(database.reads) as session:
        page = partial(lines, session)
        asked: dict[str, Callable[[], Sized]] = {
            "the first page": lambda: page(EVERYTHING, ALL, "", ""),
            "a page in the middle": lambda: page(EVERYTHING, ALL, "", middle),
            "a branch's open ones": lambda: page(BRANCH, WAITING, "", ""),
            "a branch's concluded ones": lambda: page(BRANCH, DONE, "", middle),
            "by number": lambda: page(BRANCH, ALL, f"AR-2026-{size:08}", ""),
            "by business number": lambda: page(BRANCH, ALL, f"{size // 20:010}", ""),
            "by a name's beginning": lambda: page(BRANCH, ALL, "업체 0000", ""),
            "the tabs' counts": lambda: counts(session, BRANCH),
        }
        found = {name: _ms(find) for name, find in asked.items()}
    database.dispose()
    return found


def _ms(find: Callable[[], Sized]) -> float:
    """Milliseconds, the median of some; whatever is looked for must be found."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        assert find()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)
