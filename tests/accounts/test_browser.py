"""Signing in and out in Chromium: sessions that end, old pages, no JavaScript."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.accounts.models import LoginSession
from app.db.unit import unit

REQUEST = "/agreements/AR-2026-0001/request"


def sign_in(page: Page, password: str = "Demo!2026") -> None:
    page.get_by_label("아이디").fill("gildong")
    page.get_by_label("비밀번호").fill(password)
    page.get_by_role("button", name="로그인").click()


def let_sessions_end() -> None:
    with unit() as u:
        u.session.execute(update(LoginSession).values(last_seen_at=u.now - timedelta(minutes=16)))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_ends_mid_way_and_the_person_comes_back(
    handsets, inside: Flask, scripts: bool
) -> None:
    page = handsets.new(java_script_enabled=scripts)
    page.goto(REQUEST)
    sign_in(page, "wrong one")
    expect(page.get_by_text("아이디나 비밀번호가 맞지 않습니다")).to_be_visible()
    expect(page.get_by_label("아이디")).to_have_value("gildong")
    sign_in(page)
    expect(page.get_by_role("button", name="다음")).to_be_visible()
    let_sessions_end()
    page.get_by_role("button", name="다음").click()
    expect(page.get_by_text("오래 쓰지 않아 로그인이 끝났습니다")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("약정 요청내역")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_from_before_signing_in_again_can_still_be_sent(handsets, scripts: bool) -> None:
    page = handsets.new(java_script_enabled=scripts)
    page.goto(f"/login?next={REQUEST}")
    sign_in(page)
    expect(page.get_by_role("button", name="다음")).to_be_visible()
    page.context.clear_cookies(name="form")
    page.get_by_role("button", name="다음").click()
    page.get_by_role("button", name="다시 보내기").click()
    page.wait_for_url("**/agreements/AR-2026-0001/cautions")


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_out(handsets, scripts: bool) -> None:
    page = handsets.new(java_script_enabled=scripts)
    page.goto("/login")
    sign_in(page)
    page.wait_for_url("**/menu")
    page.goto("/me")
    page.get_by_role("button", name="로그아웃").click()
    expect(page.get_by_text("로그아웃했습니다")).to_be_visible()
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"device", "form", "display"}
    page.go_back()
    assert "/login" in page.url


def test_one_phone_ends_another(handsets) -> None:
    old, new = (
        handsets.new(user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"),
        handsets.new(),
    )
    for page in (old, new):
        page.goto("/login")
        sign_in(page)
        page.wait_for_url("**/menu")
    new.goto("/me")
    new.get_by_role("button", name="Firefox · Windows").click()
    expect(new.get_by_text("Firefox · Windows")).to_have_count(0)
    old.goto("/menu")
    assert "/login" in old.url
