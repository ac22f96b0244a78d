"""The rehearsal: a house at work is backed up, lost, and comes back whole on another machine."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.models import LoginSession
from app.audit.models import AuditEntry
from app.config import Settings, from_environment
from app.db.unit import database, reading
from app.delivery.models import Message, OutboxRow
from app.evidence.keys import make_demo
from app.evidence.models import Seal
from app.evidence.registry import store
from app.evidence.verify import verify
from app.operation.backup import every, newest
from app.worker import drain
from tests.support.databases import Databases
from tests.support.signer import Signer, phone, register, send

OTHER, THIRD = "AR-2026-0002", "AR-2026-0003"
PASSPHRASE = "eleven words and a half"


@pytest.fixture
def released(app: Flask) -> None:
    """홍길동 has been sent two requests; their SMS is due."""
    register()
    send(OTHER)
    send(THIRD)


@pytest.fixture
def signed(app: Flask, settings: Settings) -> None:
    """홍길동 holds one sealed paper, is signed in, and has been sent another request."""
    register()
    send()
    assert Signer(app, settings).enter().sign_guarantee().status_code == 303
    drain(settings)
    send(OTHER)


@pytest.fixture
def backup(app: Flask, tmp_path: Path) -> Path:
    """The backup of the house as it stands."""
    made = run(app, "backup", "make", str(tmp_path / "backups"))
    assert made.exit_code == 0, made.output
    (folder,) = (path for path in (tmp_path / "backups").iterdir() if path.name != "papers")
    return folder


@pytest.fixture
def elsewhere(settings: Settings, databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a new machine with the old keys: an empty database, an empty folder."""
    url = databases.empty()
    yield replace(settings, database_url=url, var=tmp_path / "new", keys=settings.keys)
    database().dispose()
    databases.drop(url)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def count(model: type, **having: str) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**having)) or 0


def restored(elsewhere: Settings, backup: Path) -> tuple[Flask, Result]:
    app = create_app(elsewhere)
    app.testing = True
    return app, run(app, "backup", "restore", str(backup))


def test_everything_comes_back_and_nothing_happens_twice(
    signed: None, settings: Settings, elsewhere: Settings, backup: Path
) -> None:
    drain(settings)  # the old machine tells of the other requests before it is lost
    app, said = restored(elsewhere, backup)
    assert said.exit_code == 0, said.output
    assert "0 faults" in said.output
    with reading() as session:
        seal = session.scalars(select(Seal)).one()
        assert session.scalar(select(AuditEntry.facts).where(AuditEntry.subject == "operation"))
    paper = store().get(seal.store_key)
    assert verify(paper, (settings.keys / "trust.pem").read_bytes()).ok
    assert count(LoginSession, ended_by="restored") == count(LoginSession) == 1
    before = len(phone())
    drain(elsewhere)
    assert len(phone()) == before, "what may have left was sent again"
    again = Signer(app, elsewhere, OTHER).enter()
    again.to("identify")


def test_what_was_put_aside_is_sent_or_dropped_as_the_operator_says(
    released: None, elsewhere: Settings, backup: Path
) -> None:
    app, _ = restored(elsewhere, backup)
    listed = run(app, "outbox", "parked").output.splitlines()
    *rows, total = listed
    assert total == f"{len(rows)} put aside"
    assert len(rows) == count(OutboxRow, state="parked") == 4  # a text and a mail for two requests
    row = rows[0].split()[0]
    assert run(app, "outbox", "drop", row).exit_code == 0
    assert run(app, "outbox", "drop", row).exit_code == 1
    assert count(Message, state="failed", reason="dropped") == 1
    assert "3 tried again" in run(app, "outbox", "retry").output
    before = len(phone())
    drain(elsewhere)
    assert len(phone()) == before + 3


def test_a_backup_leaves_its_instant(app: Flask, released: None, backup: Path) -> None:
    with reading() as session:
        (entry,) = session.scalars(select(AuditEntry).filter_by(action="operation:backup:made"))
        assert newest(session) == entry.at
    assert entry.facts["papers"] == len((backup / "papers.txt").read_text().split())
    assert entry.facts["made_at"][:10] == f"{entry.at:%F}"


def test_a_second_backup_copies_only_new_papers(app: Flask, released: None, backup: Path) -> None:
    backup.rename(backup.with_name("earlier"))
    said = run(app, "backup", "make", str(backup.parent)).output
    assert "0 of them new" in said
    assert run(app, "backup", "check", str(backup.with_name("earlier"))).exit_code == 0


def test_older_backups_are_thrown_away_and_their_papers_stay(
    app: Flask, released: None, backup: Path
) -> None:
    folder = backup.parent
    for name in ("20200101T000000Z", "20200102T000000Z"):
        shutil.copytree(backup, folder / name)
    (folder / ".20191231T000000Z.part").mkdir()
    papers = sorted((folder / "papers").rglob("*.pdf"))
    backup.rename(folder / "20200103T000000Z")
    said = run(app, "backup", "make", str(folder), "--keep", "2").output
    assert "3 older backups thrown away" in said
    assert every(folder)[0].name == "20200103T000000Z"
    assert len(every(folder)) == len(list(folder.iterdir())) - 1 == 2
    assert sorted((folder / "papers").rglob("*.pdf")) == papers
    checked = run(app, "backup", "check", str(folder))
    assert checked.output.splitlines() == [str(every(folder)[-1]), "0 problems"]


@pytest.mark.parametrize(
    "harm, sentence",
    [
        (lambda folder: change(folder / "database"), "database is missing or was changed"),
        (lambda folder: (folder / "papers.txt").unlink(), "papers.txt is missing or was changed"),
        (lambda folder: change(paper_in(folder)), "was changed"),
        (lambda folder: paper_in(folder).unlink(), "is missing"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "holds no backup"),
    ],
)
def test_a_backup_that_is_not_whole_changes_nothing(
    released: None, elsewhere: Settings, backup: Path, harm: Callable[[Path], None], sentence: str
) -> None:
    harm(backup)
    app, said = restored(elsewhere, backup)
    assert (said.exit_code, sentence in said.output) == (1, True), said.output
    checked = run(app, "backup", "check", str(backup))
    assert (checked.exit_code, sentence in checked.output) == (1, True), checked.output
    assert list(store().keys()) == []


def test_a_database_that_holds_something_is_never_written_over(
    app: Flask, released: None, backup: Path
) -> None:
    said = run(app, "backup", "restore", str(backup))
    assert said.exit_code == 1
    assert "name a new, empty one" in said.output
    assert count(OutboxRow, state="ready") > 0


def test_a_dump_of_the_other_kind_is_refused(
    released: None, elsewhere: Settings, backup: Path
) -> None:
    manifest = backup / "manifest.json"
    kinds = {"sqlite": "postgresql", "postgresql": "sqlite"}
    mine = elsewhere.database_url.split(":")[0].split("+")[0]
    manifest.write_text(manifest.read_text().replace(f'"{mine}"', f'"{kinds[mine]}"'))
    _, said = restored(elsewhere, backup)
    assert said.exit_code == 1
    assert f"DATABASE_URL is of {mine}" in said.output


def test_keys_are_kept_apart_under_a_passphrase(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_demo(settings.keys)
    file, folder = tmp_path / "keys.age", tmp_path / "unlocked"
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    assert run(app, "backup", "keys", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"age-encryption.org/v1" in file.read_bytes()[:30], "no tool but ours could open it"
    assert run(app, "backup", "keys", str(file)).exit_code == 1, "an old key file was written over"
    monkeypatch.setenv("BACKUP_PASSPHRASE", "another passphrase")
    assert "does not open" in run(app, "backup", "unlock", str(file), str(folder)).output
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    assert run(app, "backup", "unlock", str(file), str(folder)).exit_code == 0
    environment = dict(
        line.split("=", 1) for line in (folder / "settings.env").read_text().splitlines()
    )
    environment |= {"VAR": str(tmp_path / "third"), "KEYS": str(folder / "keys")}
    there = from_environment(environment)
    assert there.ring == settings.ring
    assert (there.keys / "seal.key").read_bytes() == (settings.keys / "seal.key").read_bytes()


def paper_in(folder: Path) -> Path:
    return next(path for path in (folder.parent / "papers").rglob("*.pdf"))


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"x")
