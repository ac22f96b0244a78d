"""The walk without JavaScript, from signing in to the paper: real forms, real pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Handsets
from tests.support.signer import PAPER
from tests.walks.desk import Case
from tests.walks.person import Person


@pytest.fixture
def plain(phones: Handsets, case: Case) -> Person:
    """홍길동 with a browser that runs no scripts."""
    return Person(phones.new(java_script_enabled=False), case, plain=True)


def test_the_whole_journey(plain: Person, case: Case, tmp_path: Path) -> None:
    page = plain.page
    page.goto("/login")
    page.get_by_label("아이디").fill("gildong")
    page.get_by_label("비밀번호").fill("Demo!2026")
    plain.press("로그인")
    page.wait_for_url("**/menu")
    plain.open().is_at("request").press("다음")
    plain.is_at("cautions").acknowledge()
    plain.press("신용보증 약정")
    plain.answer("text")
    plain.is_at("ticks").answer("ticks")
    plain.is_at("sign").answer("sign")
    plain.is_at("identify")
    plain.conclude("voice")
    paper, again = plain.link("약정서 내려받기"), plain.link("새로 고침")
    expect(paper.or_(again)).to_be_visible()
    while again.is_visible():
        again.tap()
        expect(paper.or_(again)).to_be_visible()
    with page.expect_download() as coming:
        paper.tap()
    coming.value.save_as(tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    (signature,) = case.signatures()
    assert (case.state, signature.method) == ("COMPLETED", "name")
    assert len(case.marks("article")) == len(PAPER.articles)


def test_what_is_missing_is_said_and_what_was_given_is_kept(plain: Person, case: Case) -> None:
    case.walk_to("cautions")
    plain.enter().goto("cautions").is_at("cautions")
    boxes = plain.page.get_by_role("checkbox", name="읽고 이해했습니다")
    boxes.first.check()
    plain.press("신용보증 약정")
    plain.says("유의사항을 모두 확인해 주세요")
    expect(boxes.first).to_be_checked()
    expect(boxes.last).not_to_be_checked()


def test_a_wrong_code_and_a_name_that_is_another(plain: Person, case: Case) -> None:
    case.walk_to("sign")
    plain.enter().goto("sign").is_at("sign")
    name = plain.page.get_by_role("textbox", name="이름")
    name.fill("홍길순")
    plain.press("약정 실행")
    plain.says("등록된 이름과 다릅니다")
    expect(name).to_have_value("홍길순")
    name.fill("홍길동")
    plain.press("약정 실행")
    plain.is_at("identify")
    code = plain.ask("sms")
    plain.enter_code(f"{(int(code) + 1) % 1_000_000:06d}")
    plain.says("남은 횟수 4회")
    plain.enter_code(code)
    plain.is_at("done")
    assert len(case.signatures()) == 1
