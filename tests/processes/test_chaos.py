"""Workers that are killed at random, and a code that overtakes two thousand notices."""

import random
import time
from datetime import timedelta

from sqlalchemy import func, select

from app.core import clock
from app.db.unit import reading, unit
from app.delivery import messages
from app.delivery.models import OutboxRow
from app.delivery.rules import Lane
from app.gateways.demo_phone.models import DemoMessage
from tests.processes.crew import Crew, Process, left, wait_until
from tests.processes.whole import assert_nothing_lost_or_repeated, count

LEASE = "2"
WORKERS = 3
KILLS = 12


def notices(number: int, lane: Lane) -> None:
    """So many text messages, each with words of its own."""
    with unit() as u:
        for i in range(number):
            words = {"institution": "데모신보재단", "number": f"AR-{lane}-{i:04}"}
            key = f"notice:{lane}:{i}"
            messages.send_text(u, "01000000001", "delivery.recalled", words, key, lane)


def code() -> None:
    """A code that somebody waits for."""
    words = {"institution": "데모신보재단", "code": "314159", "purpose": "약정", "amount": "3천만"}
    with unit() as u:
        late = clock.now() + timedelta(minutes=3)
        messages.send_code(u, "01000000001", words, "code:1", late)


def test_random_deaths_lose_and_repeat_nothing(crew: Crew) -> None:
    notices(200, Lane.ANSWERS)
    notices(200, Lane.BULK)
    workers = [start(crew) for _ in range(WORKERS)]
    for turn in range(KILLS):
        time.sleep(random.uniform(0.3, 1.2))
        workers[turn % WORKERS].kill()
        workers[turn % WORKERS] = start(crew)
    wait_until(lambda: left() == 0, crew.log)
    assert count(DemoMessage) == 400
    assert_nothing_lost_or_repeated()


def test_a_code_overtakes_two_thousand_notices(crew: Crew) -> None:
    notices(2000, Lane.ANSWERS)
    worker = start(crew)
    wait_until(lambda: count(DemoMessage) >= 20, crew.log)
    code()
    wait_until(lambda: count(OutboxRow, dedup_key="code:1", state="done") == 1, crew.log)
    worker.kill()
    arrived = select(DemoMessage.at).where(DemoMessage.msg_id == "code:1").scalar_subquery()
    earlier = select(func.count()).where(DemoMessage.at < arrived)
    with reading() as session:
        assert session.scalar(earlier) < 500


def start(crew: Crew) -> Process:
    return crew.mortal("never", "", "SIGKILL", LEASE)
