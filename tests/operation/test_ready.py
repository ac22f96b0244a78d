"""`/readyz` is honest: it names what is missing, and stays ready while people may only read."""

import socket
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.events import Handlers
from app.db import unit as units
from app.db.engine import PATIENCE, open_database
from app.db.unit import database, unit
from app.delivery import beat
from app.operation import maintenance, ready

NOWHERE = "postgresql+psycopg://dojang@127.0.0.1:9/dojang"


@pytest.fixture
def working(client: FlaskClient) -> FlaskClient:
    """A house whose worker gave a sign of life."""
    beat._last.clear()
    beat.record("test")
    assert said(client) == (200, "ready\n")
    return client


def said(client: FlaskClient) -> tuple[int, str]:
    answer = client.get("/readyz")
    return answer.status_code, answer.text


def test_no_worker(client: FlaskClient) -> None:
    assert said(client) == (503, "no worker works\n")


def test_an_older_database(working: FlaskClient) -> None:
    stands_at = text("UPDATE alembic_version SET version_num = :at")
    with database().reads.connect() as connection:
        newest = connection.scalar(text("SELECT version_num FROM alembic_version"))
    try:
        with unit() as u:
            u.session.execute(stands_at, {"at": "0000"})
        assert said(working) == (503, "the database is not at the newest version\n")
    finally:
        with unit() as u:
            u.session.execute(stands_at, {"at": newest})


def test_no_database(working: FlaskClient) -> None:
    database().dispose()
    units.bind(open_database(NOWHERE), Handlers())
    assert said(working) == (503, "the database cannot be reached\n")
    assert working.get("/healthz").status_code == 200


def test_a_database_that_says_nothing(working: FlaskClient) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgresql+psycopg://dojang@127.0.0.1:{silent.getsockname()[1]}/dojang"
        database().dispose()
        units.bind(open_database(url), Handlers())
        began = time.monotonic()
        assert said(working) == (503, "the database cannot be reached\n")
        assert time.monotonic() - began < 4 * PATIENCE


def test_a_full_disk(working: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "LEAST_SPACE", 1 << 60)
    assert said(working) == (503, "the disk under VAR is full\n")


def test_no_folder(app: Flask, working: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "var").rename(tmp_path / "gone")
    assert said(working) == (503, "there is no VAR\n")


def test_maintenance_sends_nobody_away(working: FlaskClient) -> None:
    with unit() as u:
        maintenance.begin(u, 5)
    assert said(working) == (200, "ready, maintenance: people read only\n")
