"""What monitoring reads."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from app import create_app
from app.anchors import jobs as anchors
from app.config import Settings
from app.db.unit import database, unit
from app.delivery import beat
from app.delivery.models import Message, OutboxRow
from app.operation import backup
from app.worker import drain
from tests.conftest import Clock
from tests.support.signer import Signer, register, send

TOKEN = "a token of sixteen"


@pytest.fixture
def watched(app: Flask, settings: Settings, clock: Clock) -> Flask:
    """The application with a token for its figures; the clock stands still all along."""
    database().dispose()
    made = create_app(replace(settings, metrics_token=TOKEN))
    made.testing = True
    register()
    send()
    return made


def read(app: Flask) -> dict[str, float]:
    """Every figure, with its label after the name."""
    shown = {"Authorization": f"Bearer {TOKEN}"}
    answer = app.test_client().get("/metrics", headers=shown)
    assert answer.status_code == 200
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_figures_are_for_whoever_shows_the_token(watched: Flask, app: Flask) -> None:
    asked = watched.test_client()
    assert asked.get("/metrics").status_code == 404
    assert asked.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    bearer = {"Authorization": "Bearer "}
    assert app.test_client().get("/metrics", headers=bearer).status_code == 404, "no token is set"


def test_the_figures_of_a_house_at_work(watched: Flask, settings: Settings, clock: Clock) -> None:
    send("AR-2026-0002")
    clock.move(timedelta(seconds=90))
    figures = read(watched)
    assert figures["dojang_outbox_oldest_seconds answers"] == 90
    assert figures["dojang_worker_alive"] == 0
    beat._last.clear()
    beat.record("test")
    drain(settings)
    figures = read(watched)
    assert figures["dojang_outbox_oldest_seconds answers"] == 0
    assert figures["dojang_worker_alive"] == 1
    assert figures["dojang_messages_failed sms"] == 0
    assert 300 < figures["dojang_certificate_days seal.key"] < 4000
    assert "dojang_chain_faults" not in figures, "nobody has walked the chains yet"


def test_a_backups_age_is_counted(watched: Flask, settings: Settings, clock: Clock) -> None:
    assert "dojang_backup_age_seconds" not in read(watched), "none was made yet"
    (settings.var / backup.LIST).write_text("")
    with unit() as u:
        backup.note(u, backup.Backup(settings.var, u.now, "sqlite", {}))
    clock.move(timedelta(hours=2))
    assert read(watched)["dojang_backup_age_seconds"] == 7200


def test_the_nightly_walk_is_counted(watched: Flask, settings: Settings, clock: Clock) -> None:
    with unit() as u:
        anchors.drop(u)
    drain(settings)
    clock.move(timedelta(hours=1))
    figures = read(watched)
    assert figures["dojang_chain_faults"] == 0
    assert figures["dojang_chain_check_age_seconds"] == figures["dojang_anchor_age_seconds"] == 3600
    with unit() as u:
        u.session.execute(text("UPDATE audit_entry SET action = 'changed' WHERE seq = 1"))
    with unit() as u:
        anchors.drop(u)
    drain(settings)
    assert read(watched)["dojang_chain_faults"] >= 1


def test_what_waits_and_what_failed_is_counted(watched: Flask, settings: Settings) -> None:
    drain(settings)
    assert Signer(watched, settings).enter().sign_guarantee().status_code == 303
    with unit() as u:
        u.session.execute(update(Message).where(Message.channel == "mail").values(state="failed"))
        u.session.execute(update(OutboxRow).where(OutboxRow.kind == "mail").values(state="parked"))
    figures = read(watched)
    assert figures["dojang_seals_waiting"] == 1
    assert figures["dojang_messages_failed mail"] >= 1
    assert figures["dojang_outbox_parked"] >= 1
    assert figures["dojang_disk_free_bytes VAR"] > 0
    drain(settings)
    assert read(watched)["dojang_seals_waiting"] == 0
