"""A corporation signs: several people, each on their own phone, two papers."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.desk import JOINT, MANAGED, SEVERAL, Case
from tests.walks.person import Person

Sent = Callable[..., Case]
Come = Callable[..., Person]


@pytest.fixture
def sent(desk: Flask, server: LiveServer) -> Sent:
    """Sends an agreement to a firm: its business number, and of several whom it designates."""

    def send(firm: str, designated: str = "") -> Case:
        return Case(desk, server, firm, designated)

    return send


@pytest.fixture
def come(phones: Handsets) -> Come:
    """Somebody comes with a phone of their own and opens the agreement."""

    def somebody(case: Case, name: str, *, plain: bool = False) -> Person:
        page = phones.new(java_script_enabled=not plain)
        return Person(page, case, name, plain=plain).enter().open()

    return somebody


def test_two_joint_representatives_on_two_phones_one_without_scripts(
    sent: Sent, come: Come
) -> None:
    case = sent(JOINT)
    lee, park = come(case, "이시험"), come(case, "박데모", plain=True)
    for step in ("request", "cautions", "text", "ticks", "sign"):
        lee.is_at(step).answer(step)
        park.is_at(step).answer(step)
    codes = lee.is_at("identify").ask("sms"), park.is_at("identify").ask("voice")
    lee.enter_code(codes[0])
    lee.waits(1, 2)
    lee.says("신용보증 약정 체결 후 진행할 수 있습니다.")
    park.is_told("공동대표 2명 중 1명이 서명했습니다")
    park.enter_code(codes[1])
    park.is_at("done")
    lee.is_at("done")  # by itself
    both_sign_the_pledge(lee, park)
    assert [s.method for s in case.signatures(1)] == ["ink", "name"]
    assert [s.method for s in case.signatures(2)] == ["name", "ink"]
    assert (case.state, len(case.file_hashes(1)), len(case.file_hashes(2))) == ("COMPLETED", 1, 1)


def both_sign_the_pledge(lee: Person, park: Person) -> None:
    """From both papers' first conclusion to the second; 박데모 is first this time."""
    for each in (lee, park):
        each.is_told("책임경영이행 약정을 진행해 주세요")
        each.link("책임경영이행 약정").tap()
        each.walk("pledge", "pledge-identify")
    park.prove()
    park.waits(1, 2)
    lee.conclude("voice")
    park.goto("pledge-done").is_at("pledge-done")
    for each in (lee, park):
        each.is_told(f"{lee.case.number} 약정이 체결되었습니다")
        while each.plain and each.link("새로 고침").count():
            each.link("새로 고침").tap()
        expect(each.link("약정서 내려받기")).to_be_visible()


def test_the_designated_representative_signs_the_guarantee_and_both_the_pledge(
    sent: Sent, come: Come
) -> None:
    case = sent(SEVERAL, "최예시")
    other = come(case, "정표본").is_at("request")
    other.press("다음")
    other.is_at("pledge").says("신용보증 약정에는 지정된 대표자 최예시 님이 서명합니다.")
    expect(other.button("책임경영이행 약정")).to_have_count(0)
    other.goto("sign").is_at("pledge")
    designated = come(case, "최예시").walk("request", "identify").conclude()
    assert [s.method for s in case.signatures(1)] == ["ink"]
    other.is_told("신용보증 약정이 체결되었습니다")
    other.says("이어서 서명해 주세요")  # by itself
    other.walk("pledge", "pledge-identify").prove()
    other.waits(1, 2)
    designated.link("책임경영이행 약정").tap()
    designated.walk("pledge", "pledge-identify").conclude()
    other.is_at("pledge-done")
    assert (case.state, len(case.signatures(2))) == ("COMPLETED", 2)


def test_an_actual_manager_signs_the_pledge_alone(sent: Sent, come: Come) -> None:
    case = sent(MANAGED)
    manager = come(case, "한견본").is_at("request")
    manager.press("다음")
    manager.is_at("pledge").says("실제경영자는 이 약정에만 서명합니다")
    case.sign("정표본")
    manager.is_told("신용보증 약정이 체결되었습니다")
    manager.walk("pledge", "pledge-identify").prove()
    manager.waits(1, 2)
    case.sign("정표본", pledge=True)
    manager.is_at("pledge-done")
    assert (len(case.signatures(1)), len(case.signatures(2)), case.state) == (1, 2, "COMPLETED")


def test_a_contact_reads_and_never_signs(sent: Sent, come: Come) -> None:
    case = sent(JOINT)
    contact = come(case, "김담당").is_at("request")
    contact.says("담당자는 내용을 볼 수 있고 서명할 수는 없습니다.")
    contact.says("0/2 서명")
    for step in ("cautions", "text", "sign", "identify", "pledge", "pledge-sign"):
        contact.goto(step).is_at("request")
    expect(contact.page.locator("main").get_by_role("button")).to_have_count(0)
    case.sign("이시험")
    contact.says("1/2 서명")  # by itself
    assert case.texts(contact.mobile) == []


def test_the_pledge_stays_locked_until_the_guarantee_is_concluded(sent: Sent, come: Come) -> None:
    case = sent(JOINT)
    case.sign("이시험")
    lee = come(case, "이시험")
    for step in ("pledge", "pledge-text", "pledge-sign", "pledge-identify"):
        lee.goto(step).waits(1, 2)
        assert lee.page.url.endswith("/done")
    lee.says("신용보증 약정 체결 후 진행할 수 있습니다.")
    come(case, "박데모").goto("pledge-sign").is_at("request")
