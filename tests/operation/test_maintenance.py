"""Maintenance: people read, every change is answered calmly and changes nothing, workers rest."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.db.unit import database, reading, unit
from app.delivery import beat
from app.delivery.models import OutboxRow
from app.operation import maintenance
from app.web.guards import table
from app.worker import Worker
from tests.conftest import Clock
from tests.db.release import rows_of
from tests.processes.crew import wait_until
from tests.support.signer import Signer, register, send
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor
from tests.web.test_addresses import path_of

SIGNS_OF_LIFE = ("login_session", "worker_beat", "limit_counter")
"""What reading leaves behind: when somebody was last seen, how often they asked."""


@pytest.fixture
def maintained(app: Flask, settings: Settings) -> dict[str, Visitor]:
    """A signer, an officer and a stranger in a house in which nothing may change."""
    register()
    send()
    everybody = {
        "stranger": Visitor(app.test_client()),
        "signer": Signer(app, settings).enter(),
        "officer": signed_in(app, "changwon", appoint("changwon", branch="창원지점")),
    }
    with unit() as u:
        maintenance.begin(u, 20)
    return everybody


def changes(app: Flask) -> list[str]:
    """Every address that takes a change and does not stay open."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    shut = [r for r in rules if not r.endpoint.startswith(maintenance.STILL_OPEN)]
    return sorted(path_of(rule.rule) for rule in shut)


def test_every_change_is_answered_calmly_and_changes_nothing(
    app: Flask, maintained: dict[str, Visitor]
) -> None:
    assert len(changes(app)) > 15
    before = everything()
    for who, visitor in maintained.items():
        for path in changes(app):
            answer = visitor.post(path, {"account": "gildong", "number": "1", "code": "123456"})
            away = (answer.location or "").startswith("/login") or answer.status_code in (403, 404)
            assert answer.status_code == 503 or (away and stands_apart(app, path)), (who, path)
            if answer.status_code == 503:
                assert re.search(r"점검 중이라 보실 수만 있습니다\. \d\d:\d\d쯤", answer.text)
                assert answer.headers["Retry-After"]
    assert everything() == before


def stands_apart(app: Flask, path: str) -> bool:
    """Whether an address is for some only: others are sent to sign in, or told of nothing."""
    return any(
        row.who not in ("public", "demo-only") for row in table(app) if path_of(row.rule) == path
    )


def everything() -> dict[str, list[str]]:
    """Every row but the signs of life."""
    with database().reads.connect() as connection:
        found = rows_of(connection)
    return {
        name: sorted(map(repr, rows)) for name, rows in found.items() if name not in SIGNS_OF_LIFE
    }


def test_people_read_and_go_on_afterwards(app: Flask, settings: Settings, clock: Clock) -> None:
    register()
    send()
    signer = Signer(app, settings).enter()
    asked = signer.see("request")
    begun = app.test_cli_runner().invoke(args=["maintenance", "begin", "--minutes", "20"])
    assert begun.exit_code == 0
    assert signer.see("request").text.count("다음") == asked.text.count("다음")
    assert signer.answer("request", {"version": "1"}).status_code == 503
    assert signer.see("cautions").location.endswith("/request"), "a step was taken meanwhile"
    assert Visitor(app.test_client()).post("/display", {"size": "150"}).status_code == 303
    ended = app.test_cli_runner().invoke(args=["maintenance", "end"])
    assert ended.exit_code == 0
    assert signer.answer("request", {"version": "1"}).status_code == 303
    assert app.test_cli_runner().invoke(args=["maintenance", "end"]).exit_code == 1


def test_a_worker_that_starts_in_it_takes_up_nothing(app: Flask, settings: Settings) -> None:
    register()
    send()
    with unit() as u:
        maintenance.begin(u, 5)
    beat._last.clear()
    worker = Worker(settings)
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        wait_until(lambda: worker._rung >= 3, settings.var)  # it has looked three times
        assert untouched()
        with unit() as u:
            maintenance.end(u)
        wait_until(lambda: not untouched(), settings.var)
    finally:
        worker.stop.set()
        running.join()


def untouched() -> bool:
    """Whether nobody has taken up anything that was due."""
    with reading() as session:
        states = session.scalars(select(OutboxRow.state).where(OutboxRow.kind == "sms"))
        return set(states) == {"ready"}
