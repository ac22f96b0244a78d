"""Above the limit a second person releases: never who composed it, never a signer, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import Account
from app.accounts.rules import ADMIN, AUDITOR
from app.agreements.models import AgreementDraft, AgreementRequest
from app.agreements.queries import owner_of
from app.audit.queries import faults, trail
from app.config import Settings
from app.core import clock
from app.db.unit import reading, unit
from app.parties import policies
from app.parties.models import Branch, Institution, Representation
from app.worker import drain
from tests.agreements.desk.conftest import LIMIT, Desk, Officer
from tests.support.signer import mails, texts_on_phone

ABOVE = f"{LIMIT + 1:,}"


def requests() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AgreementRequest)) or 0


def draft() -> AgreementDraft:
    with reading() as session:
        return session.scalars(select(AgreementDraft)).one()


def release(officer: Officer, by: Officer, revision: int | None = None):  # type: ignore[no-untyped-def]
    seen = draft().revision if revision is None else revision
    return officer.post(by.at("/release"), {"revision": str(seen)})


@pytest.fixture
def held(desk: Desk) -> Officer:
    """The composer of a request above the limit, which waits."""
    composer = desk()
    answered = composer.press("send", amount=ABOVE)
    assert answered.location == composer.at()
    return composer


def test_it_waits_and_nobody_is_told(settings: Settings, held: Officer) -> None:
    drain(settings)
    assert (requests(), texts_on_phone(), draft().state) == (0, [], "WAITING")
    assert "다른 직원의 결재를 기다리고" in held.get(held.at()).text


def test_a_second_person_sees_everything_and_releases(
    settings: Settings, held: Officer, desk: Desk
) -> None:
    second = desk("second")
    assert held.at() in second.get("/desk/agreements/drafts").text
    page = second.get(held.at()).text
    for words in ("100,000,001", "데모은행 창원지점", "서명자에게 보이는 화면", "김창구", "홍길동"):
        assert words in page
    assert second.get(held.at("/paper.pdf")).data.startswith(b"%PDF-")
    sent = release(second, held)
    number = draft().number
    assert sent.location == f"/desk/agreements/{number}"
    drain(settings)
    assert requests() == len(texts_on_phone()) == 1
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        actions = [e.action.split(":")[2] for e in trail(session, owner_of(request.id))]
        assert list(faults(session)) == []
    assert actions[:3] == ["composed", "submitted", "released"]
    assert request.released_by != request.composed_by
    assert release(second, held, 1).location == sent.location, "again is no harm"
    assert requests() == 1


def test_the_mail_alone_carries_the_address(settings: Settings, desk: Desk) -> None:
    desk().send()
    drain(settings)
    assert all("http" not in text for text in texts_on_phone())
    assert [f"{settings.base_url}/agreements" in body for body in mails()] == [True]


def test_what_waits_for_a_second_person_is_their_matter(held: Officer, desk: Desk) -> None:
    """Today's matters name it to whoever may release it, until somebody did."""
    second = desk("second")
    assert held.at() in second.get("/desk/attention").text
    assert held.at() not in held.get("/desk/attention").text
    assert release(second, held).status_code == 303
    assert held.at() not in second.get("/desk/attention").text


def test_whoever_composed_it_cannot_release_it(held: Officer) -> None:
    page = release(held, held)
    assert (page.status_code, "쓴 직원은 결재할 수 없습니다" in page.text) == (409, True)
    assert requests() == 0


def test_nor_under_another_account_of_theirs(held: Officer, desk: Desk) -> None:
    other = desk("twin")
    with unit() as u:
        accounts = {a.login_id: a for a in u.session.scalars(select(Account))}
        accounts["twin"].person_id = accounts["changwon"].person_id
    assert release(other, held).status_code == 409
    assert requests() == 0


def test_a_signer_neither_composes_nor_releases(held: Officer, desk: Desk) -> None:
    second = desk("second")
    with unit() as u:
        accounts = {a.login_id: a for a in u.session.scalars(select(Account))}
        accounts["second"].person_id = accounts["gildong"].person_id
    page = release(second, held)
    assert (page.status_code, "서명하는 분은" in page.text) == (409, True)
    refused = second.press("send")
    assert (refused.status_code, "서명하는 분은" in refused.text) == (409, True)
    assert requests() == 0


def test_the_institutions_administrator_may_and_its_auditor_may_not(
    held: Officer, desk: Desk
) -> None:
    auditor = desk("auditor", branch="", role=AUDITOR)
    assert release(auditor, held).status_code == 403
    assert release(desk("admin", branch="", role=ADMIN), held).status_code == 303


def test_another_branch_and_institution_see_nothing(held: Officer, desk: Desk) -> None:
    with unit() as u:
        home = u.session.scalars(select(Institution).filter_by(code="FOUND")).one()
        u.session.add(Branch(institution_id=home.id, name="진주지점", phone="0550000000"))
    for stranger in (desk("jinju", branch="진주지점"), desk("coop", institution="COOP", branch="")):
        for tail in ("", "/text", "/paper.pdf"):
            assert stranger.get(held.at(tail)).status_code == 404
        assert release(stranger, held).status_code == 404
        returned = stranger.post(held.at("/return"), {"reason": "까닭입니다"})
        assert returned.status_code == 404
        for page in ("/desk/agreements/drafts", "/desk/attention"):
            assert held.at() not in stranger.get(page).text
    assert requests() == 0


def test_returned_with_a_reason_corrected_and_released(held: Officer, desk: Desk) -> None:
    second = desk("second")
    assert second.post(held.at("/return"), {"reason": "가"}).status_code == 422
    assert second.post(held.at("/return"), {"reason": "비율을 낮춰 주세요"}).status_code == 303
    assert "비율을 낮춰 주세요" in held.get(held.at()).text
    assert second.get(held.at()).status_code == 404, "a draft again, its composer's alone"
    before = draft().number
    assert held.press("send", amount=ABOVE, ratio="80").location == held.at()
    assert draft().number == before
    assert release(second, held).status_code == 303
    assert requests() == 1


def test_taken_back_it_can_be_released_by_nobody(held: Officer, desk: Desk) -> None:
    second = desk("second")
    assert held.post(held.at("/take-back")).status_code == 303
    assert release(second, held).status_code == 404
    assert held.press("send", amount="50,000,000").location.startswith("/desk/agreements/AR-")


def test_only_what_was_seen_is_released(held: Officer, desk: Desk) -> None:
    second = desk("second")
    seen = draft().revision
    held.post(held.at("/take-back"))
    held.press("send", amount="300,000,000")
    page = release(second, held, seen)
    assert (page.status_code, "내용이 바뀌었습니다" in page.text) == (409, True)
    assert requests() == 0


def test_a_register_that_changed_meanwhile_stops_it(held: Officer, desk: Desk) -> None:
    with unit() as u:
        u.session.execute(update(Representation).values(since=date(2021, 3, 3)))
    second = desk("second")
    assert "대표자가 바뀌었습니다" in second.get(held.at()).text
    assert release(second, held).status_code == 409
    assert requests() == 0


def test_a_deadline_that_passed_meanwhile_stops_it(held: Officer, desk: Desk) -> None:
    second = desk("second")
    then = clock.now() + timedelta(days=20)
    seen = draft().revision
    with clock.running_from(lambda: then):
        fresh = desk("third")
        assert release(fresh, held, seen).status_code == 409
    assert requests() == 0
    assert release(second, held).status_code == 303


def test_the_limit_is_the_institutions_own(desk: Desk) -> None:
    composer = desk()
    with unit() as u:
        account = u.session.scalars(select(Account).filter_by(login_id="changwon")).one()
        home = str(account.institution_id)
        policies.decide(u, home, "release_limit", 10_000_000, clock.today(), account.id)
    assert composer.press("send", amount="10,000,001").location == composer.at()
    composer.draft = ""
    assert composer.send(amount="10,000,000").startswith("AR-")


def test_two_release_at_once_and_one_request_goes_out(
    app: Flask, settings: Settings, held: Officer, desk: Desk
) -> None:
    seconds = [desk("second"), desk("third")]
    seen = draft().revision
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda officer: release(officer, held, seen), seconds))
    assert [answer.status_code for answer in answers] == [303, 303]
    drain(settings)
    assert requests() == len(texts_on_phone()) == 1
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        actions = [e.action for e in trail(session, owner_of(request.id))]
        assert list(faults(session)) == []
    assert actions.count("agreements:request:released") == 1
