"""What happens to people meanwhile: they turn the phone, reload, go back, press twice, change
phones. Nothing drawn, ticked or typed is lost, and nothing happens twice."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import HANDSET, SIDEWAYS, Handsets
from tests.support.finger import Finger, signature
from tests.walks.desk import Case
from tests.walks.person import CHANNELS, STEPS, TITLES, Person

At = Callable[[str], Person]
WALKED = STEPS[:-1]


def strokes(page: Page) -> list[list[list[int]]]:
    drawn = page.locator("input[name=ink]").input_value()
    found: list[list[list[int]]] = json.loads(drawn)["strokes"] if drawn else []
    return found


def dark_pixels(page: Page) -> int:
    """How much ink the canvas shows."""
    return int(
        page.evaluate(
            """() => {
                const pad = document.querySelector("canvas");
                const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
                return data.filter((value, at) => at % 4 === 3 && value > 128).length;
            }"""
        )
    )


# --- turning and resizing the phone


def test_turning_the_phone_in_mid_stroke_keeps_every_stroke(at: At, case: Case) -> None:
    person = at("sign")
    page, finger = person.page, Finger(person.page)
    first, second, _ = signature(person.pad)
    finger.stroke(first)
    finger.down(second[0])
    finger.move(second[1:10])
    page.set_viewport_size(SIDEWAYS)
    expect(person.pad).to_be_in_viewport(ratio=1)
    box = person.pad.bounding_box()
    assert box
    finger.move([(box["x"] + 60 + 9 * i, box["y"] + 60 + (i % 5) * 9) for i in range(12)])
    with page.expect_response("**/draft"):
        finger.up()
    drawn = strokes(page)
    assert len(drawn) == 2 and len(drawn[1]) > 15
    assert dark_pixels(page) > 500
    page.set_viewport_size(HANDSET["viewport"])
    expect(person.pad).to_be_in_viewport(ratio=1)
    assert strokes(page) == drawn and dark_pixels(page) > 500
    assert json.loads(case.draft()["ink"])["strokes"] == drawn


def test_sideways_the_pad_and_the_button_fit_the_screen(at: At) -> None:
    person = at("sign")
    person.page.set_viewport_size(SIDEWAYS)
    person.pad.scroll_into_view_if_needed()
    expect(person.pad).to_be_in_viewport(ratio=0.99)
    expect(person.button("약정 실행")).to_be_in_viewport(ratio=0.99)


def test_taking_back_a_stroke_and_clearing_are_kept_too(at: At, case: Case) -> None:
    person = at("sign")
    person.draw()
    assert len(strokes(person.page)) == 3
    person.press("한 획 지우기")
    person.kept()
    assert len(strokes(person.page)) == 2
    person.page.set_viewport_size({"width": 320, "height": 640})
    assert len(strokes(person.page)) == 2
    person.press("모두 지우기")
    person.kept()
    assert strokes(person.page) == [] and dark_pixels(person.page) == 0
    assert not case.draft()["ink"]
    person.press("약정 실행")
    person.says("서명이 필요한 부분에 서명해 주세요")


@pytest.mark.parametrize("what", ["dot", "line"])
def test_a_dot_or_a_bare_line_is_asked_again(at: At, case: Case, what: str) -> None:
    person = at("sign")
    box = person.pad.bounding_box()
    assert box
    x, y = box["x"] + 80, box["y"] + 80
    with person.page.expect_response("**/draft"):
        Finger(person.page).stroke(
            [(x, y), (x + 1, y)] if what == "dot" else [(x + 5 * i, y) for i in range(20)]
        )
    person.press("약정 실행")
    person.says("이름을 써 주시거나 이름 입력을 골라 주세요")
    assert len(strokes(person.page)) == 1
    assert case.state == "REQUESTED"


# --- reloading, leaving, coming back


def test_reloading_at_every_step_goes_on_where_one_was(person: Person, case: Case) -> None:
    person.enter().open()
    for step in WALKED[:-1]:
        person.is_at(step)
        person.page.reload()
        person.is_at(step)
        half(person, step)
        person.page.reload()
        person.is_at(step)
        half_is_there(person, step)
        person.answer(step)
    person.is_at("identify")
    person.page.reload()
    code = person.is_at("identify").ask("sms")
    person.page.reload()
    person.enter_code(code)
    person.is_at("done")
    person.page.reload()
    person.is_at("done")
    assert len(case.signatures()) == 1


def half(person: Person, step: str) -> None:
    """Begin a step and leave it unfinished."""
    page = person.page
    if step == "cautions":
        with page.expect_response("**/draft"):
            page.get_by_role("checkbox", name="읽고 이해했습니다").first.tap()
    if step == "text":
        with page.expect_response("**/articles/*"):
            page.locator("summary").first.tap()
    if step == "ticks":
        with page.expect_response("**/draft"):
            page.get_by_role("checkbox", name="마케팅").tap()
    if step == "sign":
        with page.expect_response("**/draft"):
            Finger(page).stroke(signature(person.pad)[0])


def half_is_there(person: Person, step: str) -> None:
    page = person.page
    if step == "cautions":
        expect(page.get_by_role("checkbox", name="읽고 이해했습니다").first).to_be_checked()
    if step == "text":
        expect(page.locator(".bar")).to_contain_text("중 1조 확인")
    if step == "ticks":
        expect(page.get_by_role("checkbox", name="마케팅")).to_be_checked()
    if step == "sign":
        assert len(strokes(page)) == 1 and dark_pixels(page) > 100


def test_a_name_half_typed_when_another_app_comes_up_is_kept(at: At, case: Case) -> None:
    person = at("sign")
    person.type_name("홍길")
    with person.page.expect_response(lambda answer: "홍길" in (answer.request.post_data or "")):
        person.page.evaluate(
            """() => {
                Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    assert case.draft()["name"] == "홍길"
    person.page.reload()
    expect(person.page.get_by_role("textbox", name="이름")).to_have_value("홍길")


def test_back_at_every_step_and_forward_again(person: Person, case: Case) -> None:
    person.enter().open().walk("request", "identify")
    for step in reversed(WALKED[:-1]):
        person.page.go_back()
        person.is_at(step)
    assert person.page.get_by_role("checkbox").count() == 0
    for step in WALKED[1:]:
        person.page.go_forward()
        person.is_at(step)
    person.conclude()
    person.page.go_back()
    expect(person.heading).to_be_visible()
    person.goto("sign")
    person.page.wait_for_url("**/done")
    assert len(case.signatures()) == 1


def test_the_header_leads_back_a_step(at: At) -> None:
    person = at("sign")
    for step in ("ticks", "text", "cautions", "request"):
        person.link("이전").tap()
        person.is_at(step)
    person.link("이전").tap()
    person.page.wait_for_url("**/agreements")


def test_a_step_too_far_leads_to_where_one_stands(at: At) -> None:
    person = at("text")
    person.goto("identify").is_at("text")


# --- pressing twice, two tabs, two phones


def test_every_main_button_pressed_twice_does_one_thing(person: Person, case: Case) -> None:
    posts: list[str] = []
    person.page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    person.enter().open()
    for step in WALKED[:-1]:
        person.is_at(step)
        person.prepare(step)
        posts.clear()
        twice(person, person.main_button(step))
        person.is_at(STEPS[STEPS.index(step) + 1])
        assert [url for url in posts if url.endswith(f"/{step}")] == posts[-1:], posts
    before = case.last_code("sms")
    twice(person, CHANNELS["sms"])
    code = case.next_code("sms", before)
    assert case.challenges() == 1
    person.page.get_by_role("textbox", name="인증번호").fill(code)
    twice(person, "확인")
    person.is_at("done")
    assert len(case.signatures()) == 1
    expect(person.link("약정서 내려받기")).to_be_visible()
    assert len(case.file_hashes()) == 1


def twice(person: Person, name: str) -> None:
    """Two taps as fast as a finger can, in one breath of the browser."""
    person.button(name).evaluate("(button) => { button.click(); button.click(); }")


def test_two_tabs_sign_once(at: At, case: Case) -> None:
    person = at("sign")
    other = Person(person.page.context.new_page(), case)
    other.goto("sign").is_at("sign").type_name()
    person.draw()
    for tab in (other, person):
        tab.page.bring_to_front()
        tab.press("약정 실행")
        tab.is_at("identify")
    code = person.ask("sms")
    other.page.bring_to_front()
    other.goto("identify").enter_code(code)
    other.is_at("done")
    person.page.bring_to_front()
    person.enter_code(code)
    expect(person.heading).to_have_text("이미 서명하셨습니다")
    person.link("약정 결과 보기").tap()
    person.is_at("done")
    (signature_,) = case.signatures()
    assert signature_.method == "ink"  # what was executed last, and what the code was for


def test_another_phone_goes_on_with_the_ink_of_the_first(
    at: At, case: Case, phones: Handsets
) -> None:
    first = at("sign")
    first.draw()
    drawn = strokes(first.page)
    second = Person(phones.new(viewport={"width": 412, "height": 915}), case)
    second.enter().open().is_at("sign")
    assert strokes(second.page) == drawn and dark_pixels(second.page) > 500
    second.press("약정 실행")
    second.is_at("identify").conclude("voice")
    (signature_,) = case.signatures()
    assert json.loads(signature_.content["content"])["strokes"] == drawn
    first.press("약정 실행")
    expect(first.heading).to_have_text("이미 서명하셨습니다")


def test_a_code_counts_only_on_the_phone_that_asked_for_it(
    at: At, case: Case, phones: Handsets
) -> None:
    first = at("identify")
    second = Person(phones.new(), case).enter().open().is_at("identify")
    code = first.ask("sms")
    second.page.wait_for_timeout(1100)  # the demo's wait between two codes
    newer = second.ask("sms")
    first.enter_code(code)
    expect(first.page.get_by_role("alert")).to_be_visible()
    assert case.signatures() == []
    second.enter_code(newer)
    second.is_at("done")


def test_every_step_has_its_own_title(person: Person, case: Case) -> None:
    person.enter().open()
    for step in STEPS[:-1]:
        person.is_at(step)
        expect(person.page).to_have_title(f"{TITLES[step]} · 도장")
        if step != "request":
            expect(person.heading).to_be_focused()
        if step != "identify":
            person.answer(step)
