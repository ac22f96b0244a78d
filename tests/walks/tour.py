"""A tour of every screen, for those who look at all of them: accessibility checks and pictures.

Each scene walks through the real product and stops at screens, yielding a name for each.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin

from flask import Response
from playwright.sync_api import Route, expect

from app import create_app
from app.web import errors
from app.web.guards import public
from tests.support.browser import SIDEWAYS
from tests.support.finger import Finger
from tests.walks.coming import coming, counter
from tests.walks.composing import composing
from tests.walks.editing import editing
from tests.walks.entering import entering
from tests.walks.firms import deciding, ending_together, joining, one_of_several
from tests.walks.house import coming_in, ruling
from tests.walks.listing import listing
from tests.walks.person import Person
from tests.walks.replay import replaying
from tests.walks.stage import Scene, Stage
from tests.walks.wings import checking, desk, law, records, rights

BROKEN = (400, 403, 404, 409, 410, 413, 422, 429, 500, 503)


def front(stage: Stage) -> Iterator[str]:
    """Before signing in."""
    page = stage.page
    page.goto("/")
    yield "front/start"
    page.goto("/login")
    yield "front/login"
    page.get_by_label("아이디").fill("nobody")
    page.get_by_label("비밀번호").fill("nothing")
    page.get_by_role("button", name="로그인").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "front/login-wrong"
    page.goto("/help/agreements")
    yield "front/guide-person"
    page.get_by_role("link", name="법인의 경우").tap()
    page.wait_for_url("**for=corporation")
    yield "front/guide-corporation"
    page.goto("/display")
    yield "front/display"
    page.goto("/agreements/AR-2026-0001/request")
    yield "front/login-first"


def inside(stage: Stage) -> Iterator[str]:
    """Signed in, around the agreements."""
    page = stage.person().page
    for path in ("/menu", "/me", "/logout"):
        page.goto(path)
        yield f"inside{path}"
    page.goto("/")
    page.get_by_role("button", name="한미성년").tap()
    expect(page.get_by_text("진행할 전자약정이 없습니다.")).to_be_visible()
    yield "inside/list-empty"
    page.goto("/menu")
    yield "inside/menu-empty"


def reading(stage: Stage) -> Iterator[str]:
    """The agreement from the list to the ticks."""
    person = stage.person()
    page = person.page
    yield "agreements/01-list"
    person.open().is_at("request")
    yield "agreements/02-request"
    person.press("다음")
    person.is_at("cautions")
    yield "agreements/03-cautions"
    page.get_by_role("checkbox").first.check()
    person.press("신용보증 약정")
    person.says("유의사항을 모두 확인해 주세요")
    yield "agreements/03-cautions-missing"
    person.acknowledge()
    person.press("신용보증 약정")
    person.is_at("text")
    with page.expect_response("**/articles/*"):
        page.locator("summary").first.click()  # a tap would leave its mark on the picture
    yield "agreements/04-text"
    person.press("다음")
    person.is_at("ticks")
    yield "agreements/04-ticks"
    person.press("다음")
    person.says("필수 항목을 모두 체크해 주세요.")
    yield "agreements/04-ticks-missing"


def signing(stage: Stage) -> Iterator[str]:
    """The signature, by hand and by name."""
    person = stage.person("sign")
    person.press("약정 실행")
    person.says("서명이 필요한 부분에 서명해 주세요")
    yield "agreements/04-sign-missing"
    write_hong_gildong(person)
    person.goto("sign").is_at("sign")
    yield "agreements/04-sign"
    person.page.set_viewport_size(SIDEWAYS)
    yield "agreements/04-sign-sideways"
    person.page.set_viewport_size({"width": 360, "height": 800})
    person.type_name()
    yield "agreements/04-sign-typed"


def write_hong_gildong(person: Person) -> None:
    """홍길동 in twelve strokes, with the finger."""
    box = person.pad.bounding_box()
    assert box
    finger = Finger(person.page)
    for stroke in HONG_GILDONG:
        finger.stroke(
            [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        )
    person.kept()


def _arc(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    turn = [index * pi / 10 for index in range(21)]
    return [(x + width * sin(at), y - height * cos(at)) for at in turn]


def _line(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    parts = [index / 8 for index in range(9)]
    return [
        (x + (to_x - x) * part, y + (to_y - y) * part)
        for (x, y), (to_x, to_y) in pairwise(corners)
        for part in parts
    ]


HONG_GILDONG = (
    _line((0.19, 0.17), (0.26, 0.15)),
    _line((0.13, 0.27), (0.31, 0.24)),
    _arc(0.22, 0.36, 0.05, 0.07),
    _line((0.22, 0.45), (0.22, 0.52)),
    _line((0.11, 0.55), (0.33, 0.51)),
    _arc(0.22, 0.65, 0.06, 0.07),
    _line((0.41, 0.2), (0.52, 0.18), (0.49, 0.33), (0.44, 0.42)),
    _line((0.59, 0.13), (0.58, 0.44)),
    _line((0.43, 0.49), (0.58, 0.48), (0.57, 0.57), (0.44, 0.59), (0.44, 0.69), (0.6, 0.66)),
    _line((0.84, 0.18), (0.71, 0.2), (0.71, 0.35), (0.85, 0.33)),
    _line((0.78, 0.36), (0.77, 0.46), (0.66, 0.49), (0.9, 0.45)),
    _arc(0.78, 0.61, 0.06, 0.08),
)


def identifying(stage: Stage) -> Iterator[str]:
    """본인인증 and the end."""
    person = stage.person("identify")
    yield "agreements/05-identify"
    code = person.ask("voice")
    yield "agreements/05-call"
    person.enter_code(f"{(int(code) + 1) % 1_000_000:06d}")
    person.says("남은 횟수 4회")
    yield "agreements/05-wrong-code"
    person.page.wait_for_timeout(1100)
    code = person.ask("sms")
    expect(person.heading).to_have_text("받은 숫자를 입력해 주세요")
    yield "agreements/05-text-message"
    person.enter_code(code)
    person.is_at("done")
    expect(person.link("약정서 내려받기")).to_be_visible()
    yield "agreements/06-done"
    person.page.goto("/demo/phone")
    yield "front/demo-phone"


def ending(stage: Stage) -> Iterator[str]:
    """Requests that end otherwise."""
    person = stage.person("request")
    person.link("이 약정을 하지 않겠습니다").tap()
    expect(person.heading).to_have_text("약정 거절")
    yield "agreements/07-decline"
    person.page.get_by_label("거절하는 까닭").fill("금액이 다릅니다")
    person.press("거절하기")
    expect(person.heading).to_have_text("약정을 거절했습니다")
    yield "agreements/07-declined"
    person = stage.person("sign")
    person.case.recall()
    person.press("약정 실행")
    expect(person.heading).to_have_text("요청이 회수되었습니다")
    yield "agreements/07-recalled"
    person = stage.person("sign")
    person.case.end_deadline()
    person.press("약정 실행")
    expect(person.heading).to_have_text("서명 기한이 지났습니다")
    yield "agreements/07-expired"
    person = stage.person("sign")
    person.case.correct()
    person.press("약정 실행")
    expect(person.heading).to_have_text("요청내역이 변경되었습니다")
    yield "agreements/07-changed"
    person.link("바뀐 내용 확인하기").tap()
    person.is_at("request")
    yield "agreements/02-request-changed"
    person = stage.person("sign")
    person.case.conclude()
    person.press("약정 실행")
    expect(person.heading).to_have_text("이미 서명하셨습니다")
    yield "agreements/07-signed"


def breaking(stage: Stage) -> Iterator[str]:
    """Every error page, as the product makes it."""
    app = create_app(stage.server.settings)
    app.add_url_rule("/broken/<int:status>", view_func=public(_broken))
    client = app.test_client()
    client.set_cookie("display", stage.look.cookie)

    def fulfill(route: Route) -> None:
        made = client.get(route.request.url.removeprefix(stage.server.url))
        route.fulfill(status=made.status_code, headers=dict(made.headers), body=made.data)

    stage.page.route("**/broken/*", fulfill)
    for status in BROKEN:
        answer = stage.page.goto(f"/broken/{status}")
        assert answer and answer.status == status
        yield f"errors/{status}"
    stage.page.goto("/login")
    stage.page.context.clear_cookies(name="form")
    stage.page.get_by_label("아이디").fill("gildong")
    stage.page.get_by_label("비밀번호").fill("Demo!2026")
    stage.page.get_by_role("button", name="로그인").tap()
    expect(stage.page.get_by_role("heading", level=1)).to_have_text("화면을 연 지 오래되었습니다")
    yield "errors/400-again"


def _broken(status: int) -> Response:
    return errors.page(status)


SCENES: tuple[Scene, ...] = (
    front,
    inside,
    reading,
    signing,
    identifying,
    ending,
    joining,
    one_of_several,
    deciding,
    ending_together,
    breaking,
    checking,
    desk,
    law,
    records,
    coming,
    counter,
    rights,
    replaying,
    editing,
    entering,
    composing,
    listing,
    ruling,
    coming_in,
)
