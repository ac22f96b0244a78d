"""Reminders and the deadline: each once, whatever workers run, die or come back meanwhile."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.agreements.models import AgreementRequest
from app.audit.models import AuditEntry
from app.config import Settings
from app.core import clock
from app.db.unit import reading
from app.delivery.models import OutboxRow
from app.signing.models import Document
from app.worker import drain
from tests.processes.crew import PATIENCE, Crew, end_leases, left, wait_until
from tests.processes.whole import count
from tests.support.signer import (
    BRANCH_MAIL,
    Signer,
    phone,
    register_corporation,
    send_to_corporation,
    texts_on_phone,
)

MORTAL = "tests.processes.mortal"
WORKERS = 2
DEATHS = (
    ("agreements.remind", "before the completion is committed"),
    ("agreements.remind", "after the completion"),
    ("agreements.expire", "before the completion is committed"),
)
"""What a worker is doing when it is killed: at the first reminder, the second, the deadline."""


@pytest.fixture
def half_signed(app: Flask, settings: Settings) -> None:
    """이시험 has signed, 박데모 has not."""
    a, b = ("lee-siheom", "이시험", "JOINT"), ("park-demo", "박데모", "JOINT")
    register_corporation(a, b)
    send_to_corporation()
    Signer(app, settings).enter("lee-siheom").sign_guarantee()
    drain(settings)


def test_each_happens_once_whoever_dies(half_signed: None, crew: Crew) -> None:
    for due, (kind, phase) in zip(due_times(), DEATHS, strict=True):
        with ahead_to(due) as seconds:
            dying = crew.script(MORTAL, phase, kind, AHEAD=seconds)
            assert dying.wait(PATIENCE) == -signal.SIGKILL, phase
            end_leases()
            run_workers(crew, seconds)
    assert count(AuditEntry, action="agreements:request:reminded") == 2
    assert count(AuditEntry, action="agreements:request:expired") == 1
    told = Counter(text.split("]")[1] for text in texts_on_phone())
    assert told["AR-2026-0001 서명 기한이 다가옵니다. 전체메뉴>전자약정에서 서명해 주세요"] == 2
    assert told["AR-2026-0001 서명 기한이 지나 체결되지 않았습니다. 문의는 지점으로"] == 2
    assert len([mail for mail in phone() if mail.to == BRANCH_MAIL]) == 1


def test_a_waiting_worker_ends_it_in_the_minute_of_the_deadline(
    half_signed: None, crew: Crew
) -> None:
    deadline = due_times()[-1]
    with ahead_to(deadline - timedelta(seconds=8)) as seconds:
        crew.script(MORTAL, "never", "", AHEAD=seconds)
        wait_until(lambda: request().state == "EXPIRED", crew.log)
    ended = request().ended_at
    assert ended is not None
    assert timedelta(0) <= ended - deadline < timedelta(minutes=1)
    with reading() as session:
        assert set(session.scalars(select(Document.state))) == {"VOID"}


def run_workers(crew: Crew, seconds: str) -> None:
    """Several at once, until nothing is left; then they end."""
    workers = [crew.script(MORTAL, "never", "", AHEAD=seconds) for _ in range(WORKERS)]
    wait_until(lambda: left() == 0, crew.log)
    for worker in workers:
        worker.kill()
        worker.wait(PATIENCE)


@contextmanager
def ahead_to(instant: datetime) -> Iterator[str]:
    """Let the clock go on from there; by how many seconds it is ahead, for the processes."""
    ahead = instant - datetime.now(UTC) + timedelta(seconds=1)
    with clock.running_from(lambda: datetime.now(UTC) + ahead):
        yield str(ahead.total_seconds())


def due_times() -> list[datetime]:
    """When the reminders and the end of the one request are due."""
    query = select(OutboxRow.due_at).where(OutboxRow.kind.in_({kind for kind, _ in DEATHS}))
    with reading() as session:
        return sorted(session.scalars(query))


def request() -> AgreementRequest:
    """The one request as it stands."""
    with reading() as session:
        return session.scalars(select(AgreementRequest)).one()
