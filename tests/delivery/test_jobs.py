"""Messages through the worker's hands: what ports answer, and what is kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core import clock as clock_door
from app.db.unit import reading, unit
from app.delivery import jobs, messages, outbox
from app.delivery.models import Message, OutboxRow
from app.delivery.queries import progress
from app.delivery.rules import DEATHS, LEASE, Lane
from app.gateways.demo_phone import DemoPhone
from app.gateways.demo_phone.models import DemoMessage
from app.gateways.failures import Reason, Undelivered
from app.gateways.sms import Kind, Receipt
from app.gateways.voice import Outcome, ReadOut, Tell
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("app", "clock")

MOBILE = "01000000001"
WORDS = {"institution": "데모신보재단", "number": "AR-2026-0001"}
CODE = {**WORDS, "code": "402917", "purpose": "약정", "amount": "3천만원"}
SCRIPT = {"institution": "데모경남신용보증재단", "amount": 30_000_000, "code": "402917"}


class Refusing(DemoPhone):
    """A provider that refuses text messages for one reason."""

    def __init__(self, reason: Reason):
        self.reason, self.asked = reason, 0

    def send(self, msg_id: str, to: str, text: str, kind: Kind, ttl_s: int) -> Receipt:
        self.asked += 1
        raise Undelivered(self.reason)


class Line(DemoPhone):
    """A telephone line on which calls end in one way."""

    def __init__(self, outcome: Outcome):
        self.outcome: Outcome = outcome
        self.seen: list[str] = []

    def place(
        self, call_id: str, to: str, script: ReadOut, tell: Tell, ring_s: int = 30, max_s: int = 60
    ) -> Outcome:
        tell("ringing")
        with reading() as session:
            went = progress(session, call_id)
        self.seen.append(went.state if went else "")
        return self.outcome


def work(phone: DemoPhone | None = None) -> int:
    """Do everything that is due, as the worker does it; returns how much was done."""
    phone = phone or DemoPhone()
    todo, done = jobs.handlers(phone, phone, phone), 0
    while job := outbox.claim("test", list(Lane)):
        try:
            outbox.complete(job, todo[job.kind](job))
        except Undelivered as problem:
            outbox.give_back(job, str(problem))
        done += 1
    return done


def arrived() -> list[DemoMessage]:
    with reading() as session:
        return list(session.scalars(select(DemoMessage).order_by(DemoMessage.at, DemoMessage.id)))


def state(key: str) -> tuple[str, str]:
    with reading() as session:
        went = progress(session, key)
    assert went is not None
    return went.state, went.reason


def text(key: str = "k") -> None:
    with unit() as u:
        messages.send_text(u, MOBILE, "delivery.concluded", WORDS, key, Lane.ANSWERS)


def code(key: str = "k") -> None:
    with unit() as u:
        messages.send_code(u, MOBILE, CODE, key, u.now + timedelta(minutes=3))


def call(key: str = "k") -> None:
    with unit() as u:
        messages.call(u, MOBILE, SCRIPT, key, u.now + timedelta(minutes=5))


def test_a_text_arrives_and_is_kept_masked() -> None:
    text()
    assert work() == 1
    (message,) = arrived()
    assert (message.channel, message.to, message.code) == ("sms", "010-0000-0001", None)
    assert "AR-2026-0001 약정이 체결되었습니다" in message.text
    assert state("k") == ("delivered", "")
    with reading() as session:
        row = session.scalars(select(Message)).one()
    assert (row.to_masked, row.text_key) == ("010-****-0001", "delivery.concluded")
    assert row.provider_ref == message.id


def test_a_code_is_shown_apart_and_in_the_form_browsers_fill_in() -> None:
    with unit() as u:
        late = u.now + timedelta(minutes=3)
        messages.send_code(u, MOBILE, CODE, "k", late, host="sign.example.kr")
    work()
    (message,) = arrived()
    assert message.code == "402917"
    assert message.text.endswith("\n@sign.example.kr #402917")


def test_a_host_too_long_for_the_message_is_left_out() -> None:
    with unit() as u:
        late = u.now + timedelta(minutes=3)
        messages.send_code(u, MOBILE, CODE, "k", late, host="a-very-long-name.example.kr")
    work()
    assert "@" not in arrived()[0].text


def test_a_call_rings_is_answered_and_reads_out(clock: Clock) -> None:
    call()
    work()
    (message,) = arrived()
    assert (message.channel, message.code, message.amount) == ("voice", "402917", 30_000_000)
    assert "4 0 2 9 1 7" in message.text
    with reading() as session:
        went = progress(session, "k")
    assert went is not None
    assert (went.state, went.answered_at) == ("read", clock())


def test_a_mail_has_subject_and_body() -> None:
    with unit() as u:
        messages.send_mail(
            u, "gildong@demo.example", "delivery.concluded_mail", WORDS, "k", Lane.ANSWERS
        )
    work()
    (message,) = arrived()
    assert (message.channel, message.to) == ("mail", "gildong@demo.example")
    assert message.text.startswith("[데모신보재단] AR-2026-0001 약정이 체결되었습니다\n\n")
    with reading() as session:
        assert session.scalars(select(Message.to_masked)).one() == "g***@demo.example"


@pytest.mark.parametrize("ask", [text, code, call])
def test_the_same_key_sends_once(ask: Callable[[], None]) -> None:
    ask()
    ask()
    work()
    assert len(arrived()) == 1


def test_a_worker_that_dies_after_sending_does_not_send_twice(clock: Clock) -> None:
    text()
    phone = DemoPhone()
    todo = jobs.handlers(phone, phone, phone)
    job = outbox.claim("dying", list(Lane))
    assert job is not None
    todo["sms"](job)
    clock.move(LEASE + timedelta(seconds=1))
    assert work(phone) == 1
    assert len(arrived()) == 1
    assert state("k") == ("delivered", "")


def test_codes_overtake_a_thousand_notices() -> None:
    with unit() as u:
        for number in range(1000):
            words = {**WORDS, "number": f"AR-2026-{number:04d}"}
            key = f"n{number}"
            messages.send_text(u, MOBILE, "delivery.requested", words, key, Lane.BULK)
    code()
    call("c")
    first, second = (outbox.claim("test", list(Lane)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert [first.kind, second.kind] == ["sms", "voice"]
    assert first.payload["kind"] == "otp"


def test_a_late_code_is_never_sent(clock: Clock) -> None:
    code()
    clock.move(timedelta(minutes=3, seconds=1))
    assert work() == 0
    assert arrived() == []
    assert state("k") == ("expired", "")


def test_a_code_that_gets_late_in_the_workers_hands_is_not_sent(clock: Clock) -> None:
    code()
    phone = DemoPhone()
    job = outbox.claim("slow", list(Lane))
    assert job is not None
    clock.move(timedelta(seconds=59))
    outbox.renew(job)
    clock.move(timedelta(seconds=59))
    outbox.renew(job)
    clock.move(timedelta(seconds=59))
    outbox.renew(job)
    clock.move(timedelta(seconds=4))
    outbox.complete(job, jobs.handlers(phone, phone, phone)["sms"](job))
    assert arrived() == []
    assert state("k") == ("expired", "")


@pytest.mark.parametrize("reason", ["bad_number", "rejected", "too_long"])
def test_a_refusal_that_will_not_change_is_final_and_reported(reason: Reason) -> None:
    phone = Refusing(reason)
    text()
    assert work(phone) == 1
    assert work(phone) == 0
    assert phone.asked == 1
    assert state("k") == ("failed", reason)
    assert reported() == ["delivery:message:failed"]


@pytest.mark.parametrize("reason", ["auth", "config", "sender_unregistered"])
def test_a_broken_set_up_stops_and_alarms(reason: Reason) -> None:
    text()
    work(Refusing(reason))
    assert state("k") == ("failed", reason)
    assert reported() == ["delivery:channel:broken", "delivery:message:failed"]


def test_nobody_knows_whether_it_went_out_so_it_is_not_repeated() -> None:
    phone = Refusing("unknown")
    text()
    work(phone)
    work(phone)
    assert phone.asked == 1
    assert state("k") == ("unknown", "unknown")


def test_throttled_messages_wait_and_come_through(clock: Clock) -> None:
    text()
    assert work(Refusing("throttled")) == 1
    assert state("k") == ("queued", "")
    assert work() == 0
    clock.move(timedelta(seconds=2))
    assert work() == 1
    assert state("k") == ("delivered", "")


def test_a_throttled_code_is_given_up_when_it_is_late(clock: Clock) -> None:
    phone = Refusing("throttled")
    code()
    until = clock_door.now() + timedelta(minutes=5)
    while clock_door.now() < until:
        work(phone)
        clock.move(timedelta(seconds=1))
    assert 5 <= phone.asked <= 10
    assert state("k") == ("expired", "")
    with reading() as session:
        assert session.scalars(select(OutboxRow.payload)).one() is None


def test_a_message_its_workers_died_over_shows_as_failed(clock: Clock) -> None:
    text()
    for _ in range(DEATHS):
        assert outbox.claim("w", list(Lane))
        clock.move(2 * LEASE)
    assert outbox.claim("w", list(Lane)) is None
    assert state("k") == ("failed", "")


@pytest.mark.parametrize(
    ("outcome", "seen"),
    [
        ("busy", "busy"),
        ("rejected", "busy"),
        ("no_answer", "no_answer"),
        ("no_key", "no_answer"),
        ("bad_number", "failed"),
        ("worker_lost", "failed"),
        ("trunk_error", "failed"),
    ],
)
def test_how_calls_end(outcome: Outcome, seen: str) -> None:
    line = Line(outcome)
    call()
    work(line)
    assert line.seen == ["ringing"]
    assert state("k") == (seen, outcome)
    assert (reported() == ["delivery:message:failed"]) == (seen == "failed")


def test_reports_name_neither_number_nor_text() -> None:
    code()
    work(Refusing("bad_number"))
    with reading() as session:
        (facts,) = session.scalars(select(AuditEntry.facts))
        assert session.scalar(select(func.count()).select_from(DemoMessage)) == 0
    assert set(facts) == {"message", "channel", "reason"}


def reported() -> list[str]:
    with reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.action.startswith("delivery:"))
        return sorted(session.scalars(query))
