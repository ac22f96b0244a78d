"""What does not work out: wrong and old codes, ended and changed requests. Each time a calm page
says what happened, what did not, and what to do next."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.support.browser import Handsets
from tests.walks.desk import Case
from tests.walks.person import Person

At = Callable[[str], Person]


def wrong(code: str) -> str:
    """A code that is not it."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


# --- codes


def test_five_wrong_codes_and_a_new_one(at: At, case: Case) -> None:
    person = at("identify")
    code = person.ask("sms")
    for left in (4, 3, 2, 1):
        person.enter_code(wrong(code))
        person.says(f"남은 횟수 {left}회")
        expect(person.page.get_by_role("textbox", name="인증번호")).to_be_focused()
    person.enter_code(wrong(code))
    person.says("입력할 수 있는 횟수를 모두 쓰셨습니다")
    person.enter_code(code)
    expect(person.page.get_by_role("alert")).to_contain_text("인증번호를 새로 받아 주세요")
    assert case.signatures() == []
    person.page.wait_for_timeout(1100)
    person.enter_code(person.ask("voice"))
    person.is_at("done")
    assert len(case.signatures()) == 1


@pytest.mark.parametrize("typed", ["", "12345", "가나다라마바", "1234567890123"])
def test_what_is_no_code_is_said_to_be_none(at: At, case: Case, typed: str) -> None:
    person = at("identify")
    person.ask("sms")
    person.enter_code(typed)
    expect(person.page.get_by_role("alert")).to_be_visible()
    assert case.signatures() == []


def test_an_old_code_leads_to_a_new_one(at: At, case: Case) -> None:
    person = at("identify")
    code = person.ask("sms")
    case.end_codes()
    person.enter_code(code)
    person.says("유효시간이 지났습니다")
    before = case.last_code("sms")
    person.press("문자 다시 받기")
    person.enter_code(person.newest("sms", before))
    person.is_at("done")


def test_more_time_is_a_new_code_and_the_old_one_dies(at: At, case: Case) -> None:
    person = at("identify")
    old = person.ask("sms")
    person.page.wait_for_timeout(1100)
    before = case.last_code("sms")
    person.press("시간 연장")
    new = person.newest("sms", before)
    if old != new:
        person.enter_code(old)
        expect(person.page.get_by_role("alert")).to_be_visible()
    person.enter_code(new)
    person.is_at("done")


def test_the_time_left_is_said_in_words_and_counts_down(at: At) -> None:
    person = at("identify")
    person.ask("sms")
    clock = person.page.locator("[data-seconds]")
    expect(clock).to_contain_text("2분")
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)


# --- requests that end


@pytest.mark.parametrize("step", ["cautions", "sign", "identify"])
def test_the_deadline_passes_meanwhile(at: At, case: Case, step: str) -> None:
    person = at(step)
    code = person.ask("sms") if step == "identify" else ""
    case.end_deadline()
    if step == "identify":
        person.enter_code(code)
    else:
        person.press(person.main_button(step))
    ended(person, "서명 기한이 지났습니다")
    expect(person.link("창원지점 055-000-0000")).to_have_attribute("href", "tel:055-000-0000")
    assert case.signatures() == []


@pytest.mark.parametrize("step", ["request", "sign", "identify"])
def test_the_branch_recalls_meanwhile(at: At, case: Case, step: str) -> None:
    person = at(step)
    code = person.ask("voice") if step == "identify" else ""
    case.recall()
    if step == "identify":
        person.enter_code(code)
    else:
        person.press(person.main_button(step))
    ended(person, "요청이 회수되었습니다")
    person.page.reload()
    ended(person, "요청이 회수되었습니다")
    assert (case.state, case.signatures()) == ("RECALLED", [])


def ended(person: Person, title: str) -> None:
    """The calm page: what happened, that nothing was concluded, and where to go."""
    expect(person.heading).to_have_text(title)
    person.says("이 요청으로 체결된 약정은 없습니다")
    expect(person.link("다른 전자약정 보기")).to_have_attribute("href", "/agreements")
    expect(person.link("전자약정 안내")).to_be_visible()
    expect(person.page.locator(".bar .btn")).to_be_visible()


def test_declining_with_a_reason(at: At, case: Case) -> None:
    person = at("request")
    person.link("이 약정을 하지 않겠습니다").tap()
    expect(person.heading).to_have_text("약정 거절")
    person.press("거절하기")
    person.says("거절하는 까닭을 두 글자 이상")
    expect(person.page.get_by_label("거절하는 까닭")).to_be_focused()
    person.page.get_by_label("거절하는 까닭").fill("금액이 다릅니다")
    person.press("거절하기")
    ended(person, "약정을 거절했습니다")
    person.says("금액이 다릅니다")
    assert (case.state, case.signatures()) == ("DECLINED", [])
    person.link("전자약정 리스트로").tap()
    row = person.page.get_by_role("link", name=case.number)
    expect(row).to_contain_text("거절")


def test_signed_on_another_phone_meanwhile(at: At, case: Case) -> None:
    person = at("sign")
    case.conclude()
    person.press("약정 실행")
    expect(person.heading).to_have_text("이미 서명하셨습니다")
    person.link("약정 결과 보기").tap()
    person.is_at("done")
    assert len(case.signatures()) == 1


def test_the_terms_change_meanwhile(at: At, case: Case) -> None:
    person = at("sign")
    case.correct()
    person.press("약정 실행")
    expect(person.heading).to_have_text("요청내역이 변경되었습니다")
    person.says("다시 확인해 주세요")
    person.link("바뀐 내용 확인하기").tap()
    person.is_at("request").says("요청내역이 변경되었습니다")
    person.says("20,000,000")
    person.walk("request", "identify").conclude()
    assert case.state == "COMPLETED"


def test_the_terms_change_while_the_request_lies_open(at: At, case: Case) -> None:
    person = at("request")
    case.correct()
    person.press("다음")
    person.is_at("request").says("요청내역이 변경되었습니다")
    person.press("다음")
    person.is_at("cautions")


# --- what must be there


def test_what_is_missing_is_said_where_it_is_missing(at: At, case: Case) -> None:
    person = at("cautions")
    person.press("신용보증 약정")
    person.says("유의사항을 모두 확인해 주세요")
    expect(person.page.get_by_role("alert").first).to_be_focused()
    person.acknowledge()
    person.press("신용보증 약정")
    person.is_at("text").press("다음")
    person.is_at("ticks")
    assert person.page.get_by_role("checkbox", checked=True).count() == 0
    person.press("다음")
    person.says("필수 항목을 모두 체크해 주세요.")
    person.page.get_by_role("checkbox", name="모두 체크").check()
    expect(person.page.get_by_role("alert")).to_have_count(0)
    assert not person.page.get_by_role("checkbox", name="마케팅").is_checked()
    person.press("다음")
    person.is_at("sign").type_name("홍길순")
    person.press("약정 실행")
    person.says("등록된 이름과 다릅니다")
    expect(person.page.get_by_role("textbox", name="이름")).to_have_value("홍길순")


def test_each_caution_is_recorded_by_itself_with_its_time(at: At, case: Case) -> None:
    person = at("cautions")
    boxes = person.page.get_by_role("checkbox", name="읽고 이해했습니다")
    for done in range(1, boxes.count() + 1):
        with person.page.expect_response("**/draft"):
            boxes.nth(done - 1).check()
        assert len(case.marks("caution")) == done
    person.page.reload()
    expect(person.page.locator("small", has_text="확인")).to_have_count(boxes.count())


def test_articles_read_are_recorded_and_counted(at: At, case: Case) -> None:
    person = at("text")
    for article in (1, 3):
        with person.page.expect_response(f"**/articles/{article}"):
            person.page.locator("summary").nth(article - 1).tap()
        expect(person.page.get_by_text(f"제{article}조").first).to_be_visible()
    expect(person.page.locator(".bar")).to_contain_text("중 2조 확인")
    assert case.marks("article") == ["1", "3"]


# --- pages that are not for this person


def test_another_persons_agreement_is_not_there(at: At, phones: Handsets, case: Case) -> None:
    stranger = phones.new()
    stranger.goto("/")
    stranger.get_by_role("button", name="한견본").tap()
    stranger.wait_for_url("**/agreements")
    expect(stranger.get_by_role("link", name=case.number)).to_have_count(0)
    answer = stranger.goto(f"/agreements/{case.number}/request")
    assert status(answer) == 404
    expect(stranger.get_by_role("heading", level=1)).to_have_text("찾을 수 없습니다")
    stranger.get_by_role("link", name="전자약정 리스트").tap()
    stranger.wait_for_url("**/agreements")


def test_nobody_without_requests_sees_an_error(phones: Handsets) -> None:
    page = phones.new()
    page.goto("/")
    page.get_by_role("button", name="한미성년").tap()
    expect(page.get_by_text("진행할 전자약정이 없습니다.")).to_be_visible()


def status(answer: Response | None) -> int:
    assert answer
    return answer.status
