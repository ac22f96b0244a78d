"""The schedule by a moved clock: what is due goes and is noted, what is held stays."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import upkeep
from app.agreements.models import AgreementRequest
from app.audit.queries import faults
from app.config import Settings
from app.core import clock as clock_door
from app.db.unit import reading, unit
from app.delivery.models import Message, OutboxRow
from app.delivery.outbox import Job
from app.evidence import registry
from app.evidence.models import Seal
from app.identity.models import IdentityCheck
from app.parties.models import Institution
from app.parties.policies import RETAIN_UNCONCLUDED, decide
from app.privacy import destroying, reminders, retention, rules
from app.privacy.models import Destruction, Hold
from app.records.checks import faults as log_faults
from app.records.models import Access, AccessSubject
from app.signing.models import Document, Signature, Tick
from app.signing.models import Signer as SignerRow
from app.worker import drain
from tests.conftest import Clock
from tests.privacy.test_erasure import decline
from tests.privacy.test_rights import ask, asked
from tests.support.signer import Signer, phone
from tests.support.visitor import Visitor

Staff = Callable[..., Visitor]
PAPERS = (AgreementRequest, Document, SignerRow, Signature, Tick, Seal, IdentityCheck)


def counted(*models: type) -> list[int]:
    with reading() as session:
        return [session.scalar(select(func.count()).select_from(m)) or 0 for m in models]


def night() -> None:
    with unit() as u:
        upkeep.tidy(u)


def shred() -> None:
    """What the worker does of it; other work would want certificates that ended years ago."""
    with reading() as session:
        rows = list(session.scalars(select(OutboxRow).filter_by(kind=destroying.SHRED)))
    for row in rows:
        job = Job(row.id, row.dedup_key, row.kind, row.payload, "", 1, None, clock_door.now())
        destroying.shred(job)


def destroyed(kind: str) -> list[Destruction]:
    with reading() as session:
        return list(session.scalars(select(Destruction).filter_by(kind=kind)))


def test_a_request_without_an_agreement_goes_after_a_year(
    clock: Clock, settings: Settings, hong: Signer
) -> None:
    with reading() as session:
        key = session.scalars(select(Document.presign_key)).one()
    decline(hong)
    drain(settings)
    clock.move(timedelta(days=365))
    night()
    assert counted(AgreementRequest) == [1]
    clock.move(timedelta(seconds=1))
    night()
    assert counted(*PAPERS, Message) == [0] * (len(PAPERS) + 1)
    (line,) = destroyed("unconcluded")
    assert (line.count, line.by) == (1, "system")
    drain(settings)
    assert not registry.store().has(key)
    with reading() as session:
        assert list(faults(session)) == []
    night()
    assert len(destroyed("unconcluded")) == 1


def test_an_open_request_stays_however_old(clock: Clock, hong: Signer) -> None:
    clock.move(timedelta(days=4000))
    night()
    assert counted(AgreementRequest) == [1]


def test_a_concluded_agreement_goes_ten_years_after_its_last_day(
    clock: Clock, settings: Settings, hong: Signer
) -> None:
    hong.sign_guarantee()
    drain(settings)
    with reading() as session:
        last = session.scalars(select(AgreementRequest.period_end)).one()
        keys = list(session.scalars(select(Seal.store_key)))
    over = rules.years_after(last, 10)
    clock.move(timedelta(days=(over - clock_door.today()).days))
    night()
    assert 0 not in counted(*PAPERS)
    clock.move(timedelta(days=1))
    night()
    assert counted(*PAPERS) == [0] * len(PAPERS)
    assert destroyed("concluded")[0].count == 1
    shred()
    assert keys
    assert not [key for key in keys if registry.store().has(key)]
    with reading() as session:
        assert list(faults(session)) == []


def test_an_institution_keeps_longer_by_policy(clock: Clock, hong: Signer) -> None:
    decline(hong)
    with unit() as u:
        place = u.session.scalars(select(Institution.id)).one()
        decide(u, place, RETAIN_UNCONCLUDED.key, 1000, clock_door.today(), "account")
    clock.move(timedelta(days=999))
    night()
    assert counted(AgreementRequest) == [1]
    clock.move(timedelta(days=2))
    night()
    assert counted(AgreementRequest) == [0]


@pytest.mark.parametrize("by_person", [False, True])
def test_what_is_held_is_never_destroyed_until_it_is_lifted(
    app: Flask, clock: Clock, hong: Signer, staff: Staff, by_person: bool
) -> None:
    ask(hong)
    number = asked()[0].number if by_person else "AR-2026-0001"
    desk = staff()
    desk.get("/desk/subjects")
    held = {"number": number, "reason": "소송이 있습니다"}
    assert desk.post("/desk/retention/holds", held).status_code == 303
    page = desk.get("/desk/retention").text
    assert number in page
    assert "소송이 있습니다" in page
    decline(hong)
    before = counted(AgreementRequest, Message, Document)
    clock.move(timedelta(days=4000))
    night()
    assert counted(AgreementRequest, Message, Document) == before
    assert counted(Access) == ([1] if by_person else [0])
    with reading() as session:
        (hold,) = session.scalars(select(Hold))
    from app.core.events import Actor
    from app.privacy.holds import lift_hold

    with unit() as u:
        lift_hold(u, hold.institution_id, hold.id, Actor("staff", "x"), "판결이 났습니다")
    night()
    assert counted(AgreementRequest, Document, Access) == [0, 0, 0]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"number": "AR-2026-9999", "reason": "소송이 있습니다"}, "그런 번호가 없습니다"),
        ({"number": "AR-2026-0001", "reason": "음"}, "4자에서 500자"),
    ],
)
def test_a_hold_needs_something_to_hold_and_a_reason(
    hong: Signer, staff: Staff, form: dict[str, str], said: str
) -> None:
    page = staff().post("/desk/retention/holds", form)
    assert page.status_code == 422
    assert said in page.text
    assert form["reason"] in page.text
    assert counted(Hold) == [0]


def test_a_hold_is_set_once_and_lifted_with_a_reason(hong: Signer, staff: Staff) -> None:
    desk = staff()
    form = {"number": "ar-2026-0001", "reason": "소송이 있습니다"}
    assert desk.post("/desk/retention/holds", form).status_code == 303
    assert desk.post("/desk/retention/holds", form).status_code == 409
    with reading() as session:
        (hold,) = session.scalars(select(Hold))
    path = f"/desk/retention/holds/{hold.id}/lift"
    assert desk.post(path, {"reason": "음"}).status_code == 422
    assert desk.post(path, {"reason": "판결이 났습니다"}).status_code == 303
    assert desk.post(path, {"reason": "판결이 났습니다"}).status_code == 404
    assert "판결이 났습니다" in desk.get("/desk/retention").text


def test_another_institution_holds_and_lifts_nothing_of_it(hong: Signer, staff: Staff) -> None:
    mine, other = staff(), staff("coop-admin", "COOP")
    form = {"number": "AR-2026-0001", "reason": "소송이 있습니다"}
    assert other.post("/desk/retention/holds", form).status_code == 422
    mine.post("/desk/retention/holds", form)
    with reading() as session:
        (hold,) = session.scalars(select(Hold))
    lift = f"/desk/retention/holds/{hold.id}/lift"
    assert other.post(lift, {"reason": "판결이 났습니다"}).status_code == 404
    assert "소송이 있습니다" not in other.get("/desk/retention").text


def test_the_access_log_goes_after_three_years_and_its_check_knows(
    clock: Clock, hong: Signer, staff: Staff
) -> None:
    staff("changwon", role="branch").get("/desk/agreements/AR-2026-0001")
    clock.move(timedelta(days=3 * 365))
    night()
    assert counted(Access, AccessSubject) == [1, 1]
    clock.move(timedelta(days=2))
    night()
    assert counted(Access, AccessSubject) == [0, 0]
    with reading() as session:
        assert list(log_faults(session))
        assert list(log_faults(session, retention.accesses_destroyed_until(session))) == []
        assert list(faults(session)) == []


def test_what_is_due_is_shown_before_it_goes(
    app: Flask, clock: Clock, hong: Signer, staff: Staff
) -> None:
    decline(hong)
    due = app.test_cli_runner().invoke(args=["retention", "due"])
    assert "체결되지 않은 요청" not in due.output
    clock.move(timedelta(days=366))
    due = app.test_cli_runner().invoke(args=["retention", "due"])
    assert "FOUND  체결되지 않은 요청: 1" in due.output
    whole = app.test_cli_runner().invoke(args=["records", "check"])
    assert (whole.exit_code, whole.output) == (0, "0 faults\n")


def test_auditors_are_told_once_of_a_month_that_waits(
    settings: Settings, clock: Clock, hong: Signer, staff: Staff
) -> None:
    clock.set(clock.instant.replace(day=5, hour=3))
    staff("auditor", role="auditor")
    staff("changwon", role="branch").get("/desk/agreements/AR-2026-0001")
    next_month = (clock.instant.replace(day=1) + timedelta(days=40)).replace(day=1)
    for day, mails in ((10, 0), (11, 1), (12, 1)):
        clock.set(next_month.replace(day=day))
        with unit() as u:
            reminders.remind(u)
        drain(settings)
        told = [m for m in phone() if m.channel == "mail" and "접속기록 점검" in m.text]
        assert len(told) == mails


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 30))
def test_years_later_is_the_same_day_or_the_last_of_february(day: date, years: int) -> None:
    later = rules.years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in ((day.month, day.day), (2, 28))


KINDS = st.sampled_from(rules.KINDS)
STATES = st.sampled_from((rules.ASKED, rules.PREPARED, rules.DONE, rules.REFUSED))


@given(KINDS, STATES, st.sampled_from(("prepared", "done", "refused")))
def test_what_is_over_stays_over_and_an_erasure_takes_two(kind: str, state: str, what: str) -> None:
    from app.core.errors import Refused

    try:
        after = rules.move(kind, state, what)
    except Refused:
        return
    assert state in rules.OPEN
    if kind == rules.ERASURE and after == rules.DONE:
        assert state == rules.PREPARED
