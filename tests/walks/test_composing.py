"""At the desk, wide and on a tablet: composed, released by a second person, signed on a phone while
the desk looks on; then put off, reminded, corrected and recalled."""

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.composing import JOINT_FIRM, compare, fill, find, send
from tests.walks.desk import Case
from tests.walks.person import Person
from tests.walks.stage import Look, Stage
from tests.walks.wings import staff

WIDE = {"width": 1280, "height": 800}
TABLET = {"width": 820, "height": 1180}


class Sent(Case):
    """An agreement that the desk has sent."""

    def __init__(self, app: Flask, server: LiveServer, number: str):
        self.app, self.server, self.number = app, server, number


def officer(app: Flask, server: LiveServer, phones: Handsets, login: str, size: Any) -> Page:
    """A member of staff at a screen of that size."""
    stage = Stage(app, server, phones, Look(browser={"viewport": size}))
    staff(stage, login)
    stage.page.set_viewport_size(size)
    return stage.page


@pytest.mark.parametrize("size", [WIDE, TABLET], ids=["wide", "tablet"])
def test_from_the_desk_to_the_phone_and_back(
    desk: Flask, server: LiveServer, phones: Handsets, size: dict[str, int]
) -> None:
    server.reset()
    composer = officer(desk, server, phones, "changwon", size)
    composer.goto("/desk/agreements")
    composer.get_by_role("link", name="새 전자약정 요청").click()
    composer.wait_for_url("**/agreements/new")
    find(composer, JOINT_FIRM)
    fill(composer, "200,000,000")
    compare(composer)
    send(composer)
    expect(composer.get_by_text("다른 직원의 결재를 기다리고")).to_be_visible()

    second = officer(desk, server, phones, "changwon2", size)
    second.goto(composer.url)
    expect(second.locator(".handset")).to_contain_text("200,000,000")
    second.get_by_role("button", name="결재하고 보내기").click()
    second.wait_for_url("**/desk/agreements/AR-*")
    number = second.url.rpartition("/")[2]
    expect(second.get_by_text("새 요청")).to_be_visible()

    signer = Person(phones.new(), Sent(desk, server, number), "이시험").enter().open()
    signer.walk("request", "identify").prove()
    expect(second.locator(".title .chip")).to_have_text("1/2 서명")
    expect(second.locator("td", has_text="서명을 마쳤습니다").first).to_be_visible()

    second.get_by_role("link", name="기한 연장").click()
    second.get_by_role("button", name="기한 늦추기").click()
    expect(second.get_by_text("서명 기한을 늦췄습니다")).to_be_visible()
    second.get_by_role("button", name="다시 알림").click()
    expect(second.get_by_text(re.compile("다시 알렸습니다|다시 알리기로"))).to_be_visible()

    second.get_by_role("button", name="고쳐서 다시 요청").click()
    second.wait_for_url("**/drafts/*")
    fill(second, "90,000,000")
    compare(second)
    send(second)
    expect(second.get_by_text("요청내역을 고쳤습니다")).to_be_visible()
    expect(second.get_by_text("2차")).to_be_visible()

    second.get_by_role("link", name="회수").click()
    second.get_by_label("회수하는 까닭").fill("서류를 다시 받습니다")
    second.get_by_role("button", name="회수하기").click()
    expect(second.locator(".title .chip")).to_have_text("회수")
