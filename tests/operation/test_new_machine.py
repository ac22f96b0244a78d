"""The whole way back, with real processes: a machine is lost, and another one with an empty folder
and an empty database goes on from last night's backup and the key file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.unit import database
from app.wiring import assemble
from tests.processes.crew import left, wait_until
from tests.support.databases import Databases
from tests.support.server import LiveServer
from tests.support.wire import Wire

PASSPHRASE = "eleven words and a half"
PAPER = "/agreements/AR-2026-0004/paper.pdf"


@pytest.fixture
def lost(database_url: str, tmp_path: Path) -> Iterator[LiveServer]:
    """The machine that will be lost, at work: whatever was due has been done."""
    made = LiveServer(database_url, tmp_path / "old", BACKUP_PASSPHRASE=PASSPHRASE)
    made.start()
    assemble(made.settings)
    wait_until(lambda: left() == 0, made.log)
    database().dispose()
    yield made
    made.kill()


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """A database without a table."""
    url = databases.empty()
    yield url
    databases.drop(url)


def test_another_machine_goes_on(lost: LiveServer, empty: str, tmp_path: Path) -> None:
    person = Wire(lost.url)
    person.sign_in("choi-yesi")
    before = person.get(PAPER).body
    backups, keys, unlocked = tmp_path / "backups", tmp_path / "keys.age", tmp_path / "unlocked"
    lost.run("backup", "make", str(backups))
    lost.run("backup", "keys", str(keys))
    lost.run("backup", "unlock", str(keys), str(unlocked))
    person.close()
    lost.kill()
    shutil.rmtree(lost.var)

    lines = (unlocked / "settings.env").read_text().splitlines()
    environ = dict(line.split("=", 1) for line in lines)
    new = LiveServer(empty, tmp_path / "new", KEYS=str(unlocked / "keys"), **environ)
    assert "0 problems" in new.run("backup", "check", str(backups))
    assert "0 faults" in new.run("backup", "restore", str(backups))
    try:
        new.start()
        goes_on(new, person, before, tmp_path / "paper.pdf")
    finally:
        new.kill()


def goes_on(new: LiveServer, person: Wire, before: bytes, file: Path) -> None:
    """Everybody is signed out, may sign in, and finds the same papers; chains and seals hold."""
    moved = Wire(new.url, cookies=person.cookies)
    assert moved.get("/agreements").headers["Location"].startswith("/login")
    moved.sign_in("choi-yesi")
    paper = moved.get(PAPER).body
    moved.close()
    assert paper == before
    file.write_bytes(paper)
    assert new.outcome("verify", str(file)).returncode == 0
    assert "0 faults" in new.run("audit", "check", "--papers")
