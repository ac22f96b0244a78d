"""The whole journey with a keyboard alone: Tab, Space, Enter, and a typed name."""

from playwright.sync_api import Page, expect

from tests.walks.desk import Case
from tests.walks.person import TITLES, Person

FOCUSED = """() => {
    const at = document.activeElement;
    const words = at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent;
    return words.replace(/\\s+/g, " ").trim();
}"""
RING = """() => {
    const shown = (at) => at && getComputedStyle(at).outlineStyle !== "none";
    const at = document.activeElement;
    return shown(at) || shown(at.closest("label"));
}"""
MOST = 60
"""Stops of the Tab key on one page; more means that a person is lost."""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something with these words has the focus, and see that it shows."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            assert page.evaluate(RING), f"nothing shows that {words} has the focus"
            return
    raise AssertionError(f"{words} cannot be reached with Tab")


def test_the_whole_journey(person: Person, case: Case) -> None:
    page, keys = person.page, person.page.keyboard
    page.goto("/")
    choose(person, "홍길동")
    expect(person.heading).to_have_text("전자약정 리스트")
    choose(person, case.number)
    person.is_at("request")
    choose(person, "다음")
    person.is_at("cautions")
    for box in page.get_by_role("checkbox").all():
        tab_to(page, "읽고 이해했습니다")
        keys.press("Space")
        expect(box).to_be_checked()
    choose(person, "신용보증 약정")
    person.is_at("text")
    tab_to(page, "제1조")
    keys.press("Enter")
    expect(page.locator(".bar")).to_contain_text("중 1조 확인")
    choose(person, "다음")
    person.is_at("ticks")
    tab_to(page, "모두 체크")
    keys.press("Space")
    choose(person, "다음")
    person.is_at("sign")
    tab_to(page, "손으로 쓰기")
    keys.press("ArrowRight")
    tab_to(page, "이름")
    keys.insert_text("홍길동")
    keys.press("Enter")
    person.is_at("identify")
    before = case.last_code("voice")
    choose(person, "전화로 받기")
    expect(page.get_by_role("textbox", name="인증번호")).to_be_focused()
    keys.type(case.next_code("voice", before))
    keys.press("Enter")
    person.is_at("done")
    (signature,) = case.signatures()
    assert signature.method == "name"
    expect(person.link("약정서 내려받기")).to_be_visible()
    tab_to(page, "약정서 내려받기")
    with page.expect_download() as coming:
        keys.press("Enter")
    assert coming.value.suggested_filename == f"{case.number}.pdf"


def choose(person: Person, words: str) -> None:
    """Tab to it and press Enter."""
    tab_to(person.page, words)
    person.page.keyboard.press("Enter")


def test_focus_goes_to_the_heading_of_each_new_page(person: Person) -> None:
    person.enter().open()
    for step in list(TITLES)[:4]:
        person.is_at(step)
        person.answer(step)
        expect(person.heading).to_be_focused()


def test_the_first_error_has_the_focus_and_leads_to_what_is_missing(
    person: Person, case: Case
) -> None:
    case.walk_to("ticks")
    person.enter().goto("ticks").is_at("ticks")
    person.press("다음")
    alert = person.page.get_by_role("alert")
    expect(alert).to_be_focused()
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    box = person.page.get_by_role("checkbox").nth(1)
    expect(box).to_be_focused()
    person.page.keyboard.press("Space")
    expect(box).to_be_checked()
