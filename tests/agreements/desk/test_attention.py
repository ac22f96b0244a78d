"""오늘 할 일: what went wrong is there until it is put right, and nobody else's."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from app.agreements import requests
from app.agreements.models import AgreementRequest
from app.config import Settings
from app.db.unit import reading, unit
from app.delivery.models import Message
from app.parties.models import Person, Representation
from app.records.models import Access
from app.worker import drain
from tests.agreements.desk.conftest import LetIn
from tests.conftest import Clock
from tests.support import signer

PAGE = "/desk/attention"
NOTHING = "지금 살펴볼 일이 없습니다"


def lose(number: str) -> None:
    """Let every text about a request so far be one that did not arrive."""
    with unit() as u:
        request = u.session.scalars(select(AgreementRequest).filter_by(number=number)).one()
        texts = Message.subject == f"agreement:{request.id}", Message.channel == "sms"
        u.session.execute(update(Message).where(*texts).values(state="failed"))


def test_calm_when_nothing_is_wrong(officer: LetIn, settings: Settings) -> None:
    signer.send("AR-2026-0001")
    drain(settings)
    assert NOTHING in officer().get(PAGE).text


def test_a_message_that_did_not_arrive_until_a_later_one_does(
    officer: LetIn, settings: Settings, clock: Clock
) -> None:
    signer.send("AR-2026-0001")
    drain(settings)
    lose("AR-2026-0001")
    desk = officer()
    page = desk.get(PAGE).text
    assert "도착하지 않은 연락" in page
    assert "AR-2026-0001" in page
    assert "01000000001" not in page.replace("-", "")
    with reading() as session:
        (access,) = session.scalars(select(Access))
    assert (access.action, access.what, access.subjects) == ("listed", "attention", 1)
    clock.move(timedelta(minutes=5))
    requests.recall("AR-2026-0001", "서류를 다시 받습니다")
    drain(settings)
    assert NOTHING in desk.get(PAGE).text


def test_after_two_weeks_nobody_calls_about_it(
    officer: LetIn, settings: Settings, clock: Clock
) -> None:
    signer.send("AR-2026-0001")
    drain(settings)
    lose("AR-2026-0001")
    clock.move(timedelta(days=14, minutes=1))
    assert "도착하지 않은 연락" not in officer().get(PAGE).text


def test_a_paper_that_waits_for_its_seal(app: Flask, officer: LetIn, settings: Settings) -> None:
    signer.send("AR-2026-0001")
    signer.Signer(app, settings).enter().sign_guarantee()
    desk = officer()
    assert "시각 확인을 기다리는 문서" in desk.get(PAGE).text
    drain(settings)
    assert NOTHING in desk.get(PAGE).text


def test_a_deadline_that_is_near(officer: LetIn, clock: Clock) -> None:
    signer.send("AR-2026-0001")
    desk = officer()
    with unit() as u:
        u.session.execute(update(AgreementRequest).values(deadline=u.now + timedelta(days=3)))
    assert "1명 중 0명 서명" in desk.get(PAGE).text
    with unit() as u:
        u.session.execute(update(AgreementRequest).values(deadline=u.now + timedelta(days=4)))
    assert NOTHING in desk.get(PAGE).text


def test_a_request_whose_representative_changed(
    app: Flask, officer: LetIn, settings: Settings
) -> None:
    signer.send("AR-2026-0001")
    ahead = signer.Signer(app, settings).enter().to("sign")
    with unit() as u:
        other = Person(name="다른이")
        u.session.add(other)
        u.session.flush()
        u.session.execute(update(Representation).values(person_id=other.id))
    desk = officer()
    assert NOTHING in desk.get(PAGE).text
    ahead.answer("sign", {"method": "name", "name": "홍길동", "key": "k"})
    assert "대표자가 바뀐 요청" in desk.get(PAGE).text
    requests.recall("AR-2026-0001", "지금 대표자에게 다시 보냅니다")
    assert "대표자가 바뀐 요청" not in desk.get(PAGE).text


def test_another_institutions_trouble_is_not_shown(officer: LetIn, settings: Settings) -> None:
    signer.send("AR-2026-0001")
    drain(settings)
    lose("AR-2026-0001")
    assert "AR-2026-0001" in officer().get(PAGE).text
    assert "AR-2026-0001" not in officer("coop", "COOP", "").get(PAGE).text
