"""A connection that breaks at each POST: before the server heard of it, or before its answer came.
The page says so, what was typed is still there, pressing again leads on, and it happened once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

from tests.support import demo_phone
from tests.support.browser import Handsets
from tests.support.dropped import answers_lost, requests_lost
from tests.support.signer import PAPER
from tests.walks.desk import Case
from tests.walks.person import CHANNELS, STEPS, Person

At = Callable[[str], Person]
Losing = Callable[[Page], AbstractContextManager[None]]
BOTH = pytest.mark.parametrize("losing", [requests_lost, answers_lost])


@pytest.fixture(autouse=True)
def lost_on_purpose(phones: Handsets) -> Iterator[None]:
    """That a fetch failed stands in the console too; here it is meant."""
    yield
    phones.wrongs[:] = [wrong for wrong in phones.wrongs if "Failed to fetch" not in wrong]


def says_lost(person: Person) -> None:
    """The page says what happened, beside the button."""
    alert = person.page.get_by_role("alert")
    expect(alert).to_contain_text("연결이 끊겼습니다. 입력하신 내용은 그대로 있습니다.")
    expect(alert).to_be_focused()


@BOTH
def test_at_every_step(person: Person, case: Case, losing: Losing) -> None:
    person.enter().open()
    for step in STEPS[:5]:
        person.is_at(step).prepare(step)
        with losing(person.page):
            person.press(person.main_button(step))
            says_lost(person)
            kept(person, step)
        person.press(person.main_button(step))
        person.is_at(STEPS[STEPS.index(step) + 1])
    assert case.state == "IN_SIGNING"
    assert len(case.marks("caution")) == len(PAPER.cautions)


def kept(person: Person, step: str) -> None:
    """What was ticked and drawn is still on the page."""
    for box in person.page.get_by_role("checkbox", name="읽고 이해했습니다").all():
        expect(box).to_be_checked()
    if step == "sign":
        expect(person.page.locator("input[name=ink]")).not_to_have_value("")


@BOTH
def test_when_asking_for_a_code(at: At, case: Case, losing: Losing) -> None:
    person = at("identify")
    with losing(person.page):
        person.press(CHANNELS["sms"])
        says_lost(person)
    person.page.wait_for_timeout(1100)
    before = case.last_code("sms")
    person.press(CHANNELS["sms"])
    person.enter_code(person.newest("sms", before))
    person.is_at("done")
    assert len(case.signatures()) == 1


@BOTH
def test_when_the_code_is_confirmed(at: At, case: Case, losing: Losing) -> None:
    person = at("identify")
    code = person.ask("sms")
    with losing(person.page):
        person.enter_code(code)
        says_lost(person)
        expect(person.page.get_by_role("textbox", name="인증번호")).to_have_value(code)
    assert len(case.signatures()) == (1 if losing is answers_lost else 0)
    person.press("확인")
    person.is_at("done")
    assert len(case.signatures()) == 1
    expect(person.link("약정서 내려받기")).to_be_visible()
    assert len(case.file_hashes()) == 1
    mails = [m["text"] for m in demo_phone.messages(case.server, "mail")]
    assert len([mail for mail in mails if case.number in mail and "체결되었습니다" in mail]) == 1


@BOTH
def test_when_declining(at: At, case: Case, losing: Losing) -> None:
    person = at("request")
    person.link("이 약정을 하지 않겠습니다").tap()
    reason = person.page.get_by_label("거절하는 까닭")
    reason.fill("금액이 다릅니다")
    with losing(person.page):
        person.press("거절하기")
        says_lost(person)
        expect(reason).to_have_value("금액이 다릅니다")
    person.press("거절하기")
    expect(person.heading).to_have_text("약정을 거절했습니다")
    assert case.state == "DECLINED"


@BOTH
def test_when_signing_in(person: Person, losing: Losing) -> None:
    page = person.page
    page.goto("/login")
    page.get_by_label("아이디").fill("gildong")
    page.get_by_label("비밀번호").fill("Demo!2026")
    with losing(page):
        person.press("로그인")
        says_lost(person)
        expect(page.get_by_label("아이디")).to_have_value("gildong")
    person.press("로그인")
    if losing is answers_lost:  # signed in already: what the old page still asks for is not done
        person.link("화면 다시 열기").tap()
    page.wait_for_url("**/menu")


def test_drafts_that_were_lost_are_sent_again(at: At, case: Case) -> None:
    person = at("sign")
    with requests_lost(person.page):
        person.type_name("홍길")
        person.page.wait_for_timeout(900)
    assert case.draft().get("name", "") == ""
    with person.page.expect_response("**/draft"):
        person.page.get_by_role("textbox", name="이름").fill("홍길동")
    assert case.draft()["name"] == "홍길동"
