"""Our scripts in Chromium: nothing hostile runs, nothing typed is lost, the pad knows a palm."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import Handsets

CAUTIONS = "/agreements/AR-2026-0001/cautions"
HOSTILE = """<title>x</title><div id="page"><main><h1>hostile</h1>
<script>window.ran = "script"</script>
<img alt="" src="x" onerror="window.ran = 'onerror'">
<a id="link" href="javascript:window.ran = 'link'">link</a>
<p data-hx-on:htmx:after:process="window.ran = 'hx-on'" style="color:red">on</p>
<button id="vals" hx-post="/x" hx-vals="js:{a: window.ran = 'hx-vals'}">vals</button>
<button id="post" hx-post="javascript:window.ran = 'hx-post'">post</button>
<button id="away" hx-get="https://elsewhere.invalid/">away</button>
</main></div>"""


def answer_posts(page: Page, status: int, body: str) -> None:
    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, content_type="text/html", body=body)
        else:
            route.continue_()

    page.route(f"**{CAUTIONS}", answer)


@pytest.fixture
def cautions(phone: Page, live: object) -> Page:
    """홍길동's phone at the cautions."""
    phone.goto("/")
    phone.get_by_role("button", name="홍길동").tap()
    phone.get_by_role("link", name="AR-2026-0001").tap()
    phone.get_by_role("button", name="다음").tap()
    phone.wait_for_url(f"**{CAUTIONS}")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    return phone


def test_nothing_hostile_in_a_fragment_runs(cautions: Page, handsets: Handsets) -> None:
    answer_posts(cautions, 200, HOSTILE)
    cautions.get_by_role("button", name="신용보증 약정").tap()
    expect(cautions.get_by_role("heading", level=1)).to_have_text("hostile")
    for name in ("link", "vals", "post", "away"):
        cautions.locator(f"#{name}").tap()
    cautions.wait_for_timeout(300)
    assert cautions.evaluate("window.ran") is None
    stopped = " ".join(handsets.wrongs)
    assert "script-src" in stopped
    assert "connect-src" in stopped
    assert "eval is off" in stopped
    handsets.wrongs.clear()


def test_no_script_may_make_the_policy_a_second_time(cautions: Page, handsets: Handsets) -> None:
    refused = """() => {
        try { trustedTypes.createPolicy("dojang", {}); return "made"; }
        catch (problem) { return problem.name; }
    }"""
    assert cautions.evaluate(refused) == "TypeError"
    handsets.wrongs.clear()


def test_a_gateways_own_error_page_loses_nothing(cautions: Page) -> None:
    box = cautions.get_by_label("읽고 이해했습니다").first
    box.tap()
    answer_posts(cautions, 502, "<html><body>Bad Gateway</body></html>")
    button = cautions.get_by_role("button", name="신용보증 약정")
    button.tap()
    expect(cautions.get_by_role("alert")).to_contain_text("입력하신 내용은 그대로 있습니다")
    expect(box).to_be_checked()
    expect(button).to_have_attribute("aria-disabled", "false")


def test_the_bar_counts_and_the_ticks_are_kept_at_once(cautions: Page) -> None:
    boxes = cautions.get_by_label("읽고 이해했습니다")
    with cautions.expect_response("**/draft") as kept:
        boxes.first.tap()
    assert kept.value.status == 204
    expect(cautions.locator(".bar")).to_contain_text(f"{boxes.count()}개 중 1개")
    cautions.reload()
    expect(boxes.first).to_be_checked()


def pointer(page: Page, kind: str, what: str, x: int, y: int, number: int) -> None:
    page.get_by_role("img", name="서명란").dispatch_event(
        f"pointer{what}",
        {
            "pointerId": number,
            "pointerType": kind,
            "isPrimary": True,
            "clientX": x,
            "clientY": y,
            "bubbles": True,
        },
    )


def line(page: Page, kind: str, number: int) -> None:
    pointer(page, kind, "down", 100, 400, number)
    pointer(page, kind, "move", 150, 420, number)
    pointer(page, kind, "up", 150, 420, number)


def strokes(page: Page) -> int:
    drawn = page.locator("input[name=ink]").input_value()
    return len(json.loads(drawn)["strokes"]) if drawn else 0


@pytest.fixture
def pad(cautions: Page) -> Page:
    """홍길동's phone at the signature."""
    for box in cautions.get_by_label("읽고 이해했습니다").all():
        box.tap()
    cautions.get_by_role("button", name="신용보증 약정").tap()
    cautions.wait_for_url("**/text")
    cautions.get_by_role("button", name="다음").tap()
    cautions.wait_for_url("**/ticks")
    cautions.get_by_label("모두 체크").tap()
    with cautions.expect_response("**/static/ink.*"):
        cautions.get_by_role("button", name="다음").tap()
    cautions.wait_for_url("**/sign")
    cautions.wait_for_timeout(200)
    return cautions


def test_a_palm_beside_a_pen_leaves_no_ink(pad: Page) -> None:
    line(pad, "touch", 1)
    assert strokes(pad) == 1
    line(pad, "pen", 2)
    line(pad, "touch", 3)
    assert strokes(pad) == 2


def test_a_second_finger_is_not_heard_while_the_first_writes(pad: Page) -> None:
    pointer(pad, "touch", "down", 100, 400, 1)
    line(pad, "touch", 2)
    pointer(pad, "touch", "cancel", 120, 410, 1)
    assert strokes(pad) == 1


def test_taking_back_one_stroke_and_all(pad: Page) -> None:
    for number in (1, 2, 3):
        line(pad, "touch", number)
    pad.get_by_role("button", name="한 획 지우기").tap()
    assert strokes(pad) == 2
    pad.get_by_role("button", name="모두 지우기").tap()
    assert strokes(pad) == 0
