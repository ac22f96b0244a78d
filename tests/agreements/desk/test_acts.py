"""What staff do to a request that is out: reminded within limits, put off, corrected, recalled."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of
from app.agreements.rules import in_hours, next_hours
from app.audit.queries import faults, trail
from app.config import Settings
from app.core import clock as clocks
from app.db.unit import reading, unit
from app.parties.models import Branch, Institution
from app.worker import drain
from tests.agreements.desk.conftest import Desk, Officer
from tests.conftest import Clock
from tests.support.signer import Signer, mails, texts_on_phone

MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=clocks.KST)
"""A business day, within business hours."""


@pytest.fixture
def office(clock: Clock, desk: Desk) -> Officer:
    """창원지점's officer on a Monday morning, with a request just sent."""
    clock.set(MONDAY.astimezone(UTC))
    officer = desk()
    officer.number = officer.send()  # type: ignore[attr-defined]
    return officer


def at(officer: Any, tail: str = "") -> str:
    return f"/desk/agreements/{officer.number}{tail}"


def act(officer: Officer, what: str, key: str = "k1", **more: str):  # type: ignore[no-untyped-def]
    return officer.post(at(officer, f"/{what}"), {"idempotency_key": key, **more})


def request() -> AgreementRequest:
    with reading() as session:
        return session.scalars(select(AgreementRequest)).one()


def chain() -> list[str]:
    with reading() as session:
        found = trail(session, owner_of(request().id))
        assert list(faults(session)) == []
    return [entry.action.rpartition(":")[2] for entry in found]


def texts(settings: Settings, words: str) -> int:
    drain(settings)
    return len([text for text in texts_on_phone() if words in text])


def test_a_reminder_goes_at_once_and_twice_is_once(settings: Settings, office: Officer) -> None:
    assert act(office, "remind").location == at(office)
    assert act(office, "remind").status_code == 303
    assert texts(settings, "기한이 다가옵니다") == 1
    assert chain().count("reminded") == 1
    assert "서명을 다시 알렸습니다" in office.get(at(office)).text


def test_once_a_day_and_three_times_in_all(
    settings: Settings, office: Officer, desk: Desk, clock: Clock
) -> None:
    for n in range(3):
        office_now = desk(f"again{n}")
        office_now.number = office.number  # type: ignore[attr-defined]
        assert act(office_now, "remind", f"first{n}").status_code == 303
        page = act(office_now, "remind", f"second{n}")
        assert page.status_code == 409
        assert ("3번까지" if n == 2 else "24시간에 한 번") in page.text
        clock.move(timedelta(days=1))
    assert texts(settings, "기한이 다가옵니다") == 3


@pytest.mark.parametrize("hour", [7, 20])
def test_outside_business_hours_it_waits_for_them(
    settings: Settings, office: Officer, desk: Desk, clock: Clock, hour: int
) -> None:
    clock.set(MONDAY.replace(hour=hour).astimezone(UTC))
    late = desk("late")
    late.number = office.number  # type: ignore[attr-defined]
    assert act(late, "remind").status_code == 303
    assert texts(settings, "기한이 다가옵니다") == 0
    assert chain()[-1] == "reminder-planned"
    clock.set(next_hours(clock.instant).astimezone(UTC))
    assert texts(settings, "기한이 다가옵니다") == 1


def test_business_hours() -> None:
    friday = datetime(2026, 12, 4, 18, 0, tzinfo=clocks.KST)
    assert in_hours(friday - timedelta(minutes=1))
    assert not in_hours(friday)
    assert next_hours(friday) == datetime(2026, 12, 7, 9, 0, tzinfo=clocks.KST)
    assert next_hours(friday.replace(hour=3)) == friday.replace(hour=9)
    christmas = datetime(2026, 12, 25, 11, 0, tzinfo=clocks.KST)
    assert next_hours(christmas) == datetime(2026, 12, 28, 9, 0, tzinfo=clocks.KST)


def later(days: int) -> dict[str, str]:
    then = clocks.kst(request().deadline) + timedelta(days=days)
    return {"deadline_day": f"{then:%Y-%m-%d}", "deadline_time": f"{then:%H:%M}"}


def test_a_deadline_is_put_off_and_everybody_told(settings: Settings, office: Officer) -> None:
    before, new = request().deadline, later(7)
    assert act(office, "extend", **new).location == at(office)
    assert act(office, "extend", **new).status_code == 303
    assert request().deadline == before + timedelta(days=7)
    assert texts(settings, "늦춰졌습니다") == 1
    assert chain().count("extended") == 1


@pytest.mark.parametrize(("days", "said"), [(0, "뒤의 날짜"), (-1, "뒤의"), (31, "30일까지")])
def test_a_deadline_only_moves_later_and_not_too_far(office: Officer, days: int, said: str) -> None:
    before = request().deadline
    page = act(office, "extend", **later(days))
    assert (page.status_code, said in page.text) == (422, True)
    assert act(office, "extend", deadline_day="", deadline_time="x").status_code == 422
    assert request().deadline == before


def test_a_put_off_request_outlives_its_first_deadline(
    settings: Settings, office: Officer, desk: Desk, clock: Clock
) -> None:
    first = request().deadline
    act(office, "extend", **later(10))
    clock.set(first + timedelta(hours=1))
    drain(settings)
    assert request().state == "REQUESTED"
    clock.set(request().deadline + timedelta(hours=1))
    drain(settings)
    assert request().state == "EXPIRED"


def test_recalled_with_a_reason_once(settings: Settings, office: Officer) -> None:
    page = act(office, "recall", reason="가")
    assert (page.status_code, "2자 이상" in page.text) == (422, True)
    assert act(office, "recall", reason="서류를 다시 받습니다").location == at(office)
    assert act(office, "recall", reason="서류를 다시 받습니다").status_code == 303
    assert request().state == "RECALLED"
    assert texts(settings, "회수되었습니다") == 1
    page = office.get(at(office)).text
    assert "서류를 다시 받습니다" in page
    assert "다시 알림" not in page, "nothing more can be done to it"


@pytest.mark.parametrize(
    ("method", "what"),
    [
        ("POST", "remind"),
        ("GET", "extend"),
        ("POST", "extend"),
        ("GET", "recall"),
        ("POST", "recall"),
        ("POST", "correct"),
        ("GET", "counter"),
        ("POST", "counter"),
    ],
)
def test_what_is_over_is_refused_in_words(office: Officer, method: str, what: str) -> None:
    new = later(3)
    act(office, "recall", "gone", reason="서류를 다시 받습니다")
    more = {**new, "reason": "다시 거두어들입니다"}
    page = (
        office.get(at(office, f"/{what}"))
        if method == "GET"
        else act(office, what, "later", **more)
    )
    assert (page.status_code, "거두어들인 요청" in page.text) == (410, True)


def test_corrected_it_is_a_new_version_and_signatures_are_void(
    app: Flask, settings: Settings, office: Officer
) -> None:
    signer = Signer(app, settings, office.number).enter().to("sign")  # type: ignore[attr-defined]
    begun = act(office, "correct")
    assert act(office, "correct").location == begun.location, "pressed again it is the same draft"
    office.draft = str(begun.location).rpartition("/")[2]
    page = office.get(office.at()).text
    assert "readonly" in page
    assert 'value="30,000,000"' in page
    assert office.press("send", amount="20,000,000").location == at(office)
    assert request().version == 2
    assert texts(settings, "내용이 바뀌었습니다") == 1
    assert chain()[-2:] == ["composed", "corrected"]
    assert "20,000,000" in signer.see("request").text


def test_a_correction_above_the_limit_waits_too(office: Officer, desk: Desk) -> None:
    office.draft = str(act(office, "correct").location).rpartition("/")[2]
    assert office.press("send", amount="500,000,000").location == office.at()
    assert (request().version, request().amount) == (1, 30_000_000)
    revision = re.search(r'name="revision" value="(\d+)"', desk("second").get(office.at()).text)
    assert revision
    sent = desk("third").post(office.at("/release"), {"revision": revision[1]})
    assert sent.location == at(office)
    assert (request().version, request().amount) == (2, 500_000_000)


def test_a_correction_keeps_its_firm(office: Officer) -> None:
    from tests.support.signer import register

    register("han", "한견본", "01000000007")
    office.draft = str(act(office, "correct").location).rpartition("/")[2]
    page = office.press("send", business_number="099-45-00068")
    assert page.status_code in (409, 422)
    assert request().version == 1


def test_another_branch_and_institution_find_nothing_to_act_upon(
    office: Officer, desk: Desk
) -> None:
    with unit() as u:
        home = u.session.scalars(select(Institution).filter_by(code="FOUND")).one()
        u.session.add(Branch(institution_id=home.id, name="진주지점", phone="0550000000"))
    for stranger in (desk("jinju", branch="진주지점"), desk("coop", institution="COOP", branch="")):
        stranger.number = office.number  # type: ignore[attr-defined]
        for what in ("", "/extend", "/recall", "/counter", "/status"):
            assert stranger.get(at(office, what)).status_code == 404
        for what in ("remind", "extend", "recall", "correct", "counter"):
            page = act(stranger, what, reason="까닭입니다", **later(2))
            assert page.status_code == 404
    assert chain()[-1] == "released"


def test_the_page_says_when_something_happened(
    app: Flask, settings: Settings, office: Officer
) -> None:
    page = office.get(at(office)).text
    address = re.search(r'data-hx-get="([^"]+)"', page)
    assert address
    ask = address[1].replace("&amp;", "&")
    still = office.get(ask)
    assert (still.status_code, still.headers.get("HX-Refresh")) == (204, None)
    Signer(app, settings, office.number).enter().to("cautions")  # type: ignore[attr-defined]
    assert office.get(ask).headers.get("HX-Refresh") == "true"


def test_no_page_of_the_desk_shows_a_signers_code_or_link(
    app: Flask, settings: Settings, office: Officer
) -> None:
    code = Signer(app, settings, office.number).enter().to("identify").ask()  # type: ignore[attr-defined]
    links = re.findall(r"https?://\S+", "\n".join(mails()))
    secret = [link for link in links if not link.endswith("/agreements")]
    for what in ("", "/counter", "/extend", "/recall", "/contacts", "/trail.csv"):
        page = office.get(at(office, what)).text
        assert not re.search(rf"(?<!\d){code}(?!\d)", page), what
        assert not [link for link in secret if link in page]
