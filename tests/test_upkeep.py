"""The nightly upkeep: what is over goes, what is evidence or still wanted stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import upkeep
from app.accounts.models import LoginSession
from app.audit.queries import faults
from app.config import Settings
from app.core import clock as clock_door
from app.db.types import new_id
from app.db.unit import reading, unit
from app.delivery import beat
from app.delivery.models import OutboxRow, WorkerBeat
from app.identity.models import Challenge, IdentityCheck
from app.limits.models import LimitCounter, TryCounter
from app.signing.models import Draft, Signature
from app.worker import drain
from tests.conftest import Clock
from tests.support.signer import ANSWERS, Signer, register, send

OVER = (LoginSession, Challenge, LimitCounter, TryCounter, WorkerBeat, Draft)


def counted(*models: Any) -> list[int]:
    with reading() as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def nights() -> list[datetime]:
    with reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == upkeep.KIND))
        return sorted(row.due_at for row in rows)


def plan() -> None:
    with unit() as u:
        upkeep.plan(u)


@pytest.fixture
def signer(app: Flask, settings: Settings, clock: Clock) -> Signer:
    """홍길동 before an agreement that stays open for half a year."""
    register()
    send(deadline=clock_door.now() + timedelta(days=180))
    return Signer(app, settings).enter()


def used_up(signer: Signer) -> None:
    """A signature with everything that leads to it, a wrong password and a recalled draft."""
    beat.record(f"worker {new_id()}")
    signer.to("identify")
    signer.ask()
    signer.confirm("000000")
    signer.post("/login", {"login_id": "gildong", "password": "wrong"})


def test_what_is_over_goes_after_a_month_and_not_before(signer: Signer, clock: Clock) -> None:
    used_up(signer)
    before = counted(*OVER)
    assert 0 not in before
    clock.move(upkeep.KEPT - timedelta(days=1))
    with unit() as u:
        upkeep.tidy(u)
    assert counted(*OVER) == before
    clock.move(timedelta(days=2))
    with unit() as u:
        upkeep.tidy(u)
    assert counted(*OVER) == [0, 0, 0, 0, 0, 1]


def test_evidence_outlives_what_led_to_it(signer: Signer, clock: Clock) -> None:
    signer.to("identify")
    assert signer.conclude().status_code == 303
    clock.move(upkeep.KEPT + timedelta(days=2))
    with unit() as u:
        upkeep.tidy(u)
    assert counted(Challenge, Draft, IdentityCheck, Signature) == [0, 0, 1, 1]
    with reading() as session:
        assert list(faults(session)) == []


def test_what_was_drawn_for_a_declined_paper_goes_the_same_night(signer: Signer) -> None:
    signer.to("sign")
    signer.answer("sign", ANSWERS["sign"])
    signer.answer("decline", {"reason": "조건이 달라졌습니다"})
    assert counted(Draft) == [1]
    with unit() as u:
        upkeep.tidy(u)
    assert counted(Draft) == [0]


def test_every_night_asks_for_the_next_one_once(
    app: Flask, settings: Settings, clock: Clock
) -> None:
    clock.set(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    plan()
    plan()
    first = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # 03:30 in Seoul
    assert nights() == [first]
    clock.set(first)
    drain(settings)
    assert nights() == [first, first + timedelta(days=1)]
