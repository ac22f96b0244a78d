"""A signature is written again before one's eyes, or step by step where motion is unwanted."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.replay import back_by
from tests.walks.stage import Look, Stage

HIDDEN = "svg g:nth-of-type(2) path[visibility=hidden]"
PLAY = "쓰는 모습 보기"


def at_the_strokes(stage: Stage) -> Page:
    person = stage.person("identify")
    person.conclude()
    person.link("내 서명 다시 보기").tap()
    stage.page.wait_for_url("**/strokes")
    expect(stage.page.locator("[data-said]")).not_to_be_empty()
    return stage.page


def test_it_is_written_in_its_time(desk: Flask, server: LiveServer, phones: Handsets) -> None:
    page = at_the_strokes(Stage(desk, server, phones, Look()))
    assert page.locator(HIDDEN).count() == 0
    length = int(page.locator("[type=range]").get_attribute("max") or 0)
    page.get_by_role("button", name=PLAY).tap()
    expect(page.get_by_role("button", name="멈추기")).to_be_visible()
    expect(page.get_by_role("button", name=PLAY)).to_be_visible(timeout=length + 5000)
    assert page.locator(HIDDEN).count() == 0
    assert page.locator("[type=range]").input_value() == str(length)
    back_by(page, 1)
    some = page.locator(HIDDEN).count()
    assert some > 0
    page.locator("[type=range]").fill("0")
    assert page.locator(HIDDEN).count() > some
    assert page.locator("circle").get_attribute("visibility") in ("hidden", "visible")


def test_where_motion_is_unwanted_it_stands_still(
    desk: Flask, server: LiveServer, phones: Handsets
) -> None:
    look = Look(browser={"reduced_motion": "reduce"})
    page = at_the_strokes(Stage(desk, server, phones, look))
    expect(page.get_by_role("button", name=PLAY)).to_be_hidden()
    back_by(page, 1)
    assert page.locator(HIDDEN).count() > 0
    page.get_by_role("button", name="다음 획").click()
    assert page.locator(HIDDEN).count() == 0


def test_without_javascript_there_are_picture_and_facts(
    desk: Flask, server: LiveServer, phones: Handsets
) -> None:
    case = Stage(desk, server, phones, Look()).person("identify")
    case.conclude()
    plain = Stage(desk, server, phones, Look(browser={"java_script_enabled": False}))
    plain.page.goto("/")
    plain.page.get_by_role("button", name="홍길동").tap()
    plain.page.wait_for_url("**/agreements")
    plain.page.goto(f"/agreements/{case.case.number}/strokes")
    expect(plain.page.get_by_role("img", name="홍길동님이 2획으로 쓴 서명")).to_be_visible()
    expect(plain.page.get_by_text("2획, 점 70개")).to_be_visible()
    expect(plain.page.get_by_role("button", name=PLAY)).to_be_hidden()
