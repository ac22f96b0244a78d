"""The monthly review: what it counts, that it is signed once, after the month."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db.unit import reading
from app.records import rules
from app.records.models import Review
from tests.conftest import Clock
from tests.support.visitor import Visitor

ONE = "/desk/agreements/AR-2026-0001"
GOOD = {"unusual": "no", "result": "내려받기 사유를 모두 확인했습니다."}
BUSY = datetime(2027, 3, 10, 3, 0, tzinfo=UTC)
"""Noon of a Wednesday in Seoul."""


@pytest.fixture
def auditor(clock: Clock, officer: Visitor, auditor: Callable[..., Visitor]) -> Visitor:
    """The auditor in April 2027, after an officer looked twice in March, once at night."""
    return auditor()


@pytest.fixture(autouse=True)
def clock(clock: Clock) -> Clock:
    clock.set(BUSY)
    return clock


def look_around(officer: Visitor, clock: Clock) -> None:
    officer.get(ONE)
    clock.move(timedelta(minutes=5))
    officer.get(ONE)


def reviews() -> list[Review]:
    with reading() as session:
        return list(session.scalars(select(Review)))


def test_a_month_in_figures(officer: Visitor, auditor: Visitor, clock: Clock) -> None:
    look_around(officer, clock)
    page = auditor.get("/desk/records/months/2027-03").text
    assert "2027.03 점검" in page
    assert "<dd>2건</dd>" in page
    assert "<dd>1명</dd>" in page
    assert "달이 끝난 뒤에 점검할 수 있습니다" in page
    assert auditor.post("/desk/records/months/2027-03", GOOD).status_code == 409


def test_a_review_is_signed_once(officer: Visitor, auditor: Visitor, clock: Clock) -> None:
    look_around(officer, clock)
    clock.set(BUSY.replace(month=4))
    renew(auditor)
    page = "/desk/records/months/2027-03"
    assert "점검할 차례" in auditor.get("/desk/records/months").text
    assert auditor.post(page, GOOD).status_code == 303
    assert auditor.post(page, GOOD | {"unusual": "yes"}).status_code == 409
    (found,) = reviews()
    assert (found.month, found.unusual, found.result) == ("2027-03", False, GOOD["result"])
    assert "내려받기 사유를 모두 확인했습니다." in auditor.get(page).text
    assert "점검함" in auditor.get("/desk/records/months").text
    with reading() as session:
        entry = session.scalars(select(AuditEntry).filter_by(action="records:review:signed")).one()
    assert entry.facts["month"] == "2027-03"


def renew(auditor: Visitor) -> None:
    """Sign in anew: the session was over long ago."""
    from app.accounts import second_factor
    from app.accounts.models import Account, Authenticator
    from app.core import clock as clock_door

    auditor.sign_in("auditor")
    with reading() as session:
        query = select(Authenticator).join(Account).where(Account.login_id == "auditor")
        secret = session.scalars(query).one().secret
    code = second_factor.code_at(secret, clock_door.now())
    assert auditor.post("/login/code", {"code": code}).location == "/desk"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"result": GOOD["result"]}, "이상한 점이 있었는지 골라 주세요"),
        ({"unusual": "no", "result": ""}, "4자에서 1000자"),
        ({"unusual": "no", "result": "가" * 1001}, "4자에서 1000자"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    auditor: Visitor, form: dict[str, str], said: str
) -> None:
    page = auditor.post("/desk/records/months/2027-02", form)
    assert page.status_code == 422
    assert said in page.text
    assert form["result"] in page.text
    assert reviews() == []


@pytest.mark.parametrize("month", ["2027-04", "2027-13", "2027", "x", "9999-12", "２０２７-03"])
def test_there_is_no_such_month(auditor: Visitor, month: str) -> None:
    assert auditor.get(f"/desk/records/months/{month}").status_code == 404
    assert auditor.post(f"/desk/records/months/{month}", GOOD).status_code == 404


@pytest.mark.parametrize(
    ("hour", "day", "outside"),
    [(8, 10, False), (18, 10, False), (7, 10, True), (19, 10, True), (12, 13, True), (12, 1, True)],
)
def test_office_hours_are_those_of_business_days(hour: int, day: int, outside: bool) -> None:
    at = datetime(2027, 3, day, hour, 30, tzinfo=rules.clock.KST)
    assert rules.outside_hours(at) is outside


@pytest.mark.parametrize(
    ("now", "before", "much"),
    [(29, [], False), (30, [], True), (90, [30, 30, 30], False), (91, [30, 30, 30], True)],
)
def test_what_is_unusual(now: int, before: list[int], much: bool) -> None:
    assert rules.unusual(now, before) is much


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_every_instant_lies_in_one_month(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    month = rules.month_of(rules.clock.kst(at).date())
    begins, ends = rules.bounds(month)
    assert begins <= at < ends
    assert rules.bounds(rules.month_before(month))[1] == begins


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_month_is_over_when_the_next_one_has_begun(day: date) -> None:
    month = rules.month_of(day)
    assert not rules.is_over(month, day)
    assert rules.is_over(rules.month_before(month), day)
