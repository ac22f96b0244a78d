"""The worker goes on when the database was away for a moment."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.config import Settings
from app.db.unit import reading, unit
from app.delivery import messages
from app.delivery.models import Message
from app.delivery.rules import Lane
from app.worker import MOST, Worker, crews

PATIENCE = 20


@pytest.mark.parametrize(("cores", "rendering"), [(1, 2), (2, 2), (6, 6), (64, MOST)])
def test_a_thread_a_core_renders_and_two_never_do(cores: int, rendering: int) -> None:
    found = crews(cores)
    assert sum(Lane.PAPERS in lanes for lanes in found) == rendering
    assert [lanes[0] for lanes in found if Lane.PAPERS not in lanes] == [Lane.CODES] * 2


def states() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Message.state)))


def test_no_heartbeat_is_no_death(app: Flask, settings: Settings) -> None:
    with unit() as u:
        u.session.execute(text("ALTER TABLE worker_beat RENAME TO away"))
    worker = Worker(settings)
    thread = threading.Thread(target=worker.run)
    thread.start()
    words = {"institution": "데모신보재단", "number": "AR-2026-0001"}
    with unit() as u:
        messages.send_text(u, "01000000001", "delivery.concluded", words, "k", Lane.ANSWERS)
    end = time.monotonic() + PATIENCE
    while states() != ["delivered"] and time.monotonic() < end:
        time.sleep(0.02)
    assert states() == ["delivered"]
    assert thread.is_alive()
    worker.stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
