"""The doctor: a house at work is well, and each illness is named with what to do about it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app import upkeep
from app.config import Settings
from app.core import clock as clock_door
from app.core.keyring import KeyRing
from app.db import types
from app.db.unit import database, unit
from app.delivery import beat
from app.evidence.keys import make_demo
from app.operation import backup, machine
from app.operation.doctor import CHECKS, examine
from app.operation.findings import LOOK, OK, WRONG
from app.worker import drain
from tests.conftest import Clock
from tests.support.authorities import openssl_authority, serving
from tests.support.signer import register, send

NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def house(app: Flask, settings: Settings) -> Settings:
    """A house at work: a released request, a worker, an anchor of last night."""
    make_demo(settings.keys)
    register()
    send()
    drain(settings)
    with unit() as u:
        upkeep.anchors.drop(u)
    beat._last.clear()
    beat.record("test")
    return settings


def said(settings: Settings) -> list[tuple[str, str, str]]:
    return [(about, finding.state, finding.says) for about, finding in examine(settings)]


def test_a_house_at_work_is_well(house: Settings) -> None:
    found = said(house)
    assert [line for line in found if line[1] == WRONG] == []
    assert {about for about, _, _ in found} == set(CHECKS)
    assert ("key ring", OK, "KEY_RING opens 6 kinds of sealed values") in found


def lost_ring(settings: Settings) -> Settings:
    types.use_ring(KeyRing("other", {"other": bytes(32)}, bytes(32)))
    return settings


def readable_key(settings: Settings) -> Settings:
    (settings.keys / "seal.key").chmod(0o644)
    return settings


def broken_key(settings: Settings) -> Settings:
    (settings.keys / "seal.key").write_text("no key")
    return settings


@pytest.mark.parametrize(
    "about, harm, sentence",
    [
        ("key ring", lost_ring, "KEY_RING does not open"),
        ("disk", readable_key, "chmod 600"),
        ("sealing keys", broken_key, "seal.key"),
        ("timestamps", lambda it: replace(it, timestamp_urls=(NOBODY,)), NOBODY),
        ("timestamps", lambda it: replace(it, timestamp_trust="/nowhere"), "no /nowhere"),
        ("disk", lambda it: replace(it, keys=it.keys / "nowhere"), "there is no folder"),
    ],
)
def test_an_illness_is_named(
    house: Settings, about: str, harm: Callable[[Settings], Settings], sentence: str
) -> None:
    wrong = [says for its, state, says in said(harm(house)) if (its, state) == (about, WRONG)]
    assert any(sentence in says for says in wrong), wrong


def test_an_older_database_is_to_be_migrated(house: Settings) -> None:
    stands_at = text("UPDATE alembic_version SET version_num = :at")
    with database().reads.connect() as connection:
        newest = connection.scalar(text("SELECT version_num FROM alembic_version"))
    try:
        with unit() as u:
            u.session.execute(stands_at, {"at": "0000"})
        found = said(house)
    finally:
        with unit() as u:
            u.session.execute(stands_at, {"at": newest})
    kind = database().reads.dialect.name
    assert ("database", WRONG, f"{kind}, not at the newest version: `migrate`") in found


def test_a_worker_that_stopped_is_missed(house: Settings, clock: Clock) -> None:
    send("AR-2026-0002")
    clock.move(beat.FRESH + machine.LATE + timedelta(seconds=1))
    wrong = [says for about, state, says in said(house) if (about, state) == ("worker", WRONG)]
    assert wrong[0] == "no worker: start `worker` (or `serve`)"
    assert wrong[1].startswith("answers wait since ")


def test_a_backup_that_did_not_come_is_missed(house: Settings, clock: Clock) -> None:
    def says() -> tuple[str, str]:
        return next((state, says) for about, state, says in said(house) if about == "backups")

    assert says()[1].startswith("no backup was made yet")
    made = backup.Backup(house.var, clock_door.now(), "sqlite", {})
    (house.var / backup.LIST).write_text("")
    with unit() as u:
        backup.note(u, made)
    assert says()[0] == OK
    clock.move(timedelta(hours=27))
    assert says() == (LOOK, f"newest backup: {at(made)} KST: last night's did not end well")


def at(made: backup.Backup) -> str:
    return f"{clock_door.kst(made.made_at):%F %T}"


def test_a_clock_that_is_off_is_found_by_the_authority(
    house: Settings, clock: Clock, tmp_path: Path
) -> None:
    clock.move(timedelta(minutes=3))
    keys = house.keys
    with serving(openssl_authority(tmp_path, keys / "tsa.pem", keys / "tsa.key")) as url:
        found = said(replace(house, timestamp_urls=(url,)))
    (wrong,) = [says for about, state, says in found if (about, state) == ("timestamps", WRONG)]
    seconds = re.search(rf"our clock stands (\d+) s from that of {url}", wrong)
    assert seconds
    assert 170 <= int(seconds[1]) <= 181


def test_the_command_says_it_all_and_fails_when_something_is_wrong(
    clock: Clock, app: Flask, house: Settings
) -> None:
    def run() -> Result:
        return app.test_cli_runner().invoke(args=["doctor"])

    assert (run().exit_code, run().output.splitlines()[-1]) == (0, "0 wrong")
    (house.keys / "trust.pem").unlink()
    assert run().exit_code == 1
