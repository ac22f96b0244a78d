"""The outbox: once per key, in lanes, with leases and a fence."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import upkeep
from app.core import clock as clock_module
from app.core import request_id
from app.db.unit import reading, unit
from app.delivery import outbox
from app.delivery.models import OutboxRow
from app.delivery.rules import ATTEMPTS, DEATHS, LEASE, Lane

ALL = list(Lane)

pytestmark = pytest.mark.usefixtures("app")


def put(key: str, lane: Lane = Lane.ANSWERS, **more: Any) -> bool:
    with unit() as u:
        return outbox.put(u, "note", key, {"text": key}, lane=lane, **more)


def rows() -> list[OutboxRow]:
    with reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_a_key_is_put_once() -> None:
    assert put("a") is True
    assert put("a") is False
    assert len(rows()) == 1


def test_work_knows_which_request_asked_for_it_and_a_nights_is_a_matter_of_its_own() -> None:
    asked = request_id.begin()
    put("a")
    request_id.begin()
    job = outbox.claim("w", ALL)
    assert job and job.request_id == asked
    with unit() as u:
        upkeep.plan(u)
    night = next(row for row in rows() if row.kind == upkeep.KIND)
    assert night.request_id == ""


def test_a_unit_that_fails_leaves_no_work() -> None:
    with pytest.raises(RuntimeError), unit() as u:
        outbox.put(u, "note", "a", {}, lane=Lane.BULK)
        raise RuntimeError
    assert rows() == []


def test_codes_overtake_everything() -> None:
    for number in range(20):
        put(f"bulk {number}", Lane.BULK)
    put("code", Lane.CODES)
    job = outbox.claim("w", ALL)
    assert job and job.dedup_key == "code"


def test_a_claimed_row_is_not_claimed_again_until_its_lease_ends(clock: Any) -> None:
    put("a")
    first = outbox.claim("one", ALL)
    assert first and outbox.claim("two", ALL) is None
    clock.move(LEASE + timedelta(seconds=1))
    second = outbox.claim("two", ALL)
    assert second and second.attempt == 2


def test_a_worker_that_lost_its_lease_cannot_complete(clock: Any) -> None:
    put("a")
    zombie = outbox.claim("one", ALL)
    clock.move(LEASE + timedelta(seconds=1))
    heir = outbox.claim("two", ALL)
    assert zombie and heir
    finished: list[str] = []
    with pytest.raises(outbox.LostLease):
        outbox.complete(zombie, lambda u: finished.append("zombie"))
    with pytest.raises(outbox.LostLease):
        outbox.give_back(zombie, "late")
    outbox.complete(heir, lambda u: finished.append("heir"))
    assert finished == ["heir"]
    assert rows()[0].state == "done"


def test_completion_and_its_finish_are_one_transaction() -> None:
    put("a")
    job = outbox.claim("w", ALL)
    assert job

    def broken(u: Any) -> None:
        outbox.put(u, "note", "b", {}, lane=Lane.BULK)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        outbox.complete(job, broken)
    assert [(row.dedup_key, row.state) for row in rows()] == [("a", "running")]


def test_the_payload_is_sealed_at_rest_and_gone_once_done() -> None:
    put("secret words")
    with reading() as session:
        raw = session.connection().exec_driver_sql("SELECT payload FROM outbox").scalar_one()
    assert b"secret" not in bytes(raw)
    job = outbox.claim("w", ALL)
    assert job and job.payload == {"text": "secret words"}
    outbox.complete(job, None)
    assert rows()[0].payload is None


def test_what_comes_too_late_expires_unsent(clock: Any) -> None:
    put("code", Lane.CODES, not_after=clock_module.now() + timedelta(minutes=3))
    put("note")
    clock.move(timedelta(minutes=4))
    job = outbox.claim("w", ALL)
    assert job and job.dedup_key == "note"
    assert rows()[0].state == "expired"


def test_failed_attempts_wait_longer_and_end(clock: Any) -> None:
    put("a")
    for _ in range(ATTEMPTS):
        clock.move(timedelta(minutes=11))
        job = outbox.claim("w", ALL)
        assert job
        outbox.give_back(job, "Trouble")
        assert outbox.claim("w", ALL) is None
    assert (rows()[0].state, rows()[0].problem) == ("dead", "Trouble")


def test_what_is_owed_for_ever_is_never_given_up(clock: Any) -> None:
    """An authority that is away for a day must not cost a concluded paper its seal."""
    put("seal", Lane.PAPERS)
    for _ in range(ATTEMPTS + 5):
        clock.move(timedelta(minutes=11))
        job = outbox.claim("w", ALL)
        assert job and job.payload
        outbox.give_back(job, "NoTimestamp")
    assert rows()[0].state == "ready"


def test_work_that_is_not_due_waits(clock: Any) -> None:
    put("later", due_at=clock_module.now() + timedelta(hours=1))
    assert outbox.claim("w", ALL) is None
    clock.move(timedelta(hours=1))
    assert outbox.claim("w", ALL)


def die_over(key: str, clock: Any, times: int) -> None:
    """Claim and say nothing more, as a worker that is killed."""
    for _ in range(times):
        job = outbox.claim("w", ALL)
        assert job and job.dedup_key == key
        clock.move(2 * LEASE)


def test_what_its_workers_die_over_is_put_aside_until_somebody_asks_for_it(clock: Any) -> None:
    put("deadly", Lane.PAPERS)
    die_over("deadly", clock, DEATHS)
    assert outbox.claim("w", ALL) is None
    assert (rows()[0].state, rows()[0].payload) == ("parked", {"text": "deadly"})
    with unit() as u:
        assert outbox.retry(u) == [f"note {rows()[0].id}"]
    die_over("deadly", clock, DEATHS)
    assert outbox.claim("w", ALL) is None


def test_a_row_that_fails_in_an_orderly_way_kills_nobody(clock: Any) -> None:
    put("seal", Lane.PAPERS)
    for _ in range(2):
        die_over("seal", clock, DEATHS - 1)
        job = outbox.claim("w", ALL)
        assert job
        outbox.give_back(job, "NoTimestamp")
        clock.move(timedelta(hours=1))
    assert outbox.claim("w", ALL)


def test_after_a_death_leases_end_apart(clock: Any) -> None:
    """What was merely beside the deadly row must not die beside it again and again."""
    for number in range(20):
        put(str(number))
    for _ in range(20):
        assert outbox.claim("w", ALL)
    assert len({row.lease_until for row in rows()}) == 1
    clock.move(LEASE + timedelta(seconds=1))
    for _ in range(20):
        assert outbox.claim("w", ALL)
    assert len({row.lease_until for row in rows()}) > 10
