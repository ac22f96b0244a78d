"""Sixteen writers in four processes, one of them killed: nobody is locked out, nothing is lost."""

import sys

import pysqlite3
import pytest
from sqlalchemy import text

from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.db.engine import WAL_RESET_FIXED
from app.db.unit import reading
from app.limits.models import LimitCounter
from tests.processes.crew import PATIENCE, Crew, wait_until
from tests.processes.whole import count
from tests.processes.writers import THREADS

PROCESSES = 4
SECONDS = "4"


def test_sixteen_writers_lose_nothing(crew: Crew, capsys: pytest.CaptureFixture[str]) -> None:
    processes = [crew.script("tests.processes.writers", SECONDS) for _ in range(PROCESSES)]
    wait_until(lambda: written() > THREADS, crew.log)
    processes[0].kill()
    for process in processes:
        process.wait(PATIENCE)
    said = crew.log.read_text().split()
    assert all(line.isdecimal() for line in said), [x for x in said if not x.isdecimal()][:20]
    with capsys.disabled():
        sys.stdout.write(f" {len(said)} transactions, longest wait {max(map(int, said))} ms ")
    assert len(said) > PROCESSES * THREADS
    assert len(said) <= written() <= len(said) + THREADS  # the killed may not have said its last
    with reading() as session:
        assert session.query(LimitCounter.n).filter_by(scope="writers").scalar() == written()
        assert list(faults(session)) == []


def test_the_database_is_sound_after_kills(crew: Crew) -> None:
    processes = [crew.script("tests.processes.writers", "300") for _ in range(2)]
    for process in processes:
        before = written()
        wait_until(lambda before=before: written() > before + 2 * THREADS, crew.log)
        process.kill()
        process.wait(PATIENCE)
    with reading() as session:
        assert list(faults(session)) == []
        if session.get_bind().dialect.name == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).all() == [("ok",)]


def written() -> int:
    """Transactions that were committed."""
    return count(AuditEntry, action="tests:writer:wrote")


def test_this_sqlite_has_no_wal_reset_bug() -> None:
    assert pysqlite3.sqlite_version_info >= WAL_RESET_FIXED >= (3, 51, 3)
