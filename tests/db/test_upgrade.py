"""A house of an earlier release is brought to this one: no row is lost, and everything goes on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, select

from app import create_app
from app.accounts.models import Account, Authenticator
from app.config import Settings, from_environment
from app.db import migrate
from app.db.engine import Database, open_database
from app.db.migrate import fits, is_current, upgrade
from app.db.unit import database, reading
from app.evidence.models import Seal
from app.evidence.registry import store
from app.evidence.verify import verify
from app.worker import drain
from tests.conftest import Clock
from tests.db.release import LEFT_AT, fill, lost, rows_of, unpack
from tests.support.databases import Databases
from tests.support.server import START, spawn, surroundings
from tests.support.signer import Signer
from tests.support.staff import signed_in

RELEASE = "0001"
REFERRED = "institution"
"""A table to which many others refer."""

Revisions = list[tuple[str, set[str]]]


@pytest.fixture
def left(databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """The house as the earlier release left it."""
    url = databases.empty()
    unpack(RELEASE, tmp_path / "var", url)
    yield from_environment({"DATABASE_URL": url, "VAR": str(tmp_path / "var")})
    databases.drop(url)


@pytest.fixture
def old(left: Settings) -> Iterator[Database]:
    """Its database."""
    opened = open_database(left.database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def upgraded(left: Settings, clock: Clock) -> Iterator[Flask]:
    """This release over it, a few minutes later."""
    clock.set(LEFT_AT)
    app = create_app(left)
    app.testing = True
    done = app.test_cli_runner().invoke(args=["migrate"])
    assert done.exit_code == 0, done.output
    yield app
    database().dispose()


def revisions() -> Revisions:
    """Every migration after the earlier release's, oldest first, with what it gives up on
    purpose: its `GIVES_UP`, tables and `table.column`s."""
    scripts = ScriptDirectory.from_config(migrate._config())
    later = list(scripts.walk_revisions(base=RELEASE, head="heads"))[-2::-1]
    return [(it.revision, set(getattr(it.module, "GIVES_UP", ()))) for it in later]


def test_no_migration_loses_a_row(old: Database) -> None:
    assert revisions()
    for revision, given_up in revisions():
        with old.writes.begin() as connection:
            fill(connection)
        with old.reads.connect() as connection:
            before = rows_of(connection)
        assert all(before.values()), "a table without a row shows nothing"
        upgrade(old, revision)
        with old.reads.connect() as connection:
            assert list(lost(before, rows_of(connection), given_up)) == [], revision
    assert is_current(old)
    assert fits(old)


def test_chains_papers_and_people_go_on(upgraded: Flask, left: Settings) -> None:
    checked = upgraded.test_cli_runner().invoke(args=["audit", "check", "--papers"])
    assert (checked.exit_code, checked.output.splitlines()[-1]) == (0, "0 faults")
    assert verified(left) == 3
    signer = Signer(upgraded, left, "AR-2026-0001")
    assert signer.sign_in("gildong").status_code == 303
    assert signer.conclude().location == signer.at("done")
    drain(left)
    assert verified(left) == 4
    query = select(Authenticator).join(Account, Account.id == Authenticator.account_id)
    with reading() as session:
        officer = session.scalars(query.where(Account.login_id == "changwon")).one()
    desk = signed_in(upgraded, "changwon", officer.secret)
    assert "AR-2026-0001" in desk.get(desk.get("/desk").location or "").text
    checked = upgraded.test_cli_runner().invoke(args=["audit", "check"])
    assert checked.output.splitlines()[-1] == "0 faults"


def test_two_starters_at_once_wait_for_each_other(
    left: Settings, old: Database, tmp_path: Path
) -> None:
    environ = surroundings(DATABASE_URL=left.database_url, VAR=str(left.var))
    with (tmp_path / "log").open("wb") as log:
        starters = [spawn(("migrate",), environ, log) for _ in range(2)]
        codes = [starter.wait(START) for starter in starters]
    assert codes == [0, 0], (tmp_path / "log").read_text()
    assert is_current(old)


def verified(settings: Settings) -> int:
    """How many papers are registered, every one of which holds."""
    trust = (settings.keys / "trust.pem").read_bytes()
    with reading() as session:
        keys = list(session.scalars(select(Seal.store_key)))
    assert all(verify(store().get(key), trust).ok for key in keys)
    return len(keys)


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a release to come, to which a test adds one."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return folder / "versions" / "9999_next.py"


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{after}"


def upgrade() -> None:
    with op.batch_alter_table("{table}", recreate="auto") as table:
        table.add_column(sa.Column("motto", sa.String(40), nullable=False, server_default="-"))
        table.alter_column("name", type_=sa.String(200))
    {more}
"""


def write_next(path: Path, more: str = "") -> None:
    path.unlink(missing_ok=True)
    (newest,) = ScriptDirectory.from_config(migrate._config()).get_heads()
    path.write_text(NEXT.format(after=newest, table=REFERRED, more=more))


def test_a_table_that_others_refer_to_can_be_made_anew(old: Database, next_release: Path) -> None:
    upgrade(old)
    with old.reads.connect() as connection:
        before = rows_of(connection)
    write_next(next_release)
    upgrade(old)
    with old.reads.connect() as connection:
        assert list(lost(before, rows_of(connection), ())) == []
    assert "motto" in columns(old)
    if old.reads.dialect.name == "sqlite":
        with old.reads.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize(
    "more", ["raise RuntimeError('half-way')", f"op.execute('DELETE FROM {REFERRED}')"]
)
def test_a_migration_that_fails_changes_nothing(
    old: Database, next_release: Path, more: str
) -> None:
    upgrade(old)
    with old.reads.connect() as connection:
        before = rows_of(connection)
    write_next(next_release, more)
    with pytest.raises(Exception, match=r"half-way|refer|violates"):
        upgrade(old)
    assert "motto" not in columns(old)
    assert not is_current(old)
    with old.reads.connect() as connection:
        assert rows_of(connection) == before
    write_next(next_release)
    upgrade(old)
    assert is_current(old)


def columns(database: Database) -> set[str]:
    return {column["name"] for column in inspect(database.reads).get_columns(REFERRED)}
