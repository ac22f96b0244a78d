"""Walks of those who have no account yet, of those who forgot, and of the counter."""

import re
import time

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.db.unit import reading, unit
from app.parties.models import NumberOfRecord
from tests.support import demo_phone
from tests.support.browser import Handsets
from tests.support.newcomer import PASSWORD, Newcomer
from tests.support.server import LiveServer
from tests.walks.coming import (
    arrive,
    at_desk,
    choose,
    code_for,
    headed,
    let_the_wait_pass,
    link_for,
    press,
    propose,
    say,
    totp,
)
from tests.walks.desk import Case
from tests.walks.person import Person


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_the_mail_on_the_phone_to_the_first_signature(
    desk: Flask, server: LiveServer, phones: Handsets, scripts: bool
) -> None:
    newcomer = arrive()
    case = Case(desk, server, newcomer.business_number)
    link = link_for(server, newcomer)
    page = phones.new(java_script_enabled=scripts)
    page.goto("/demo/phone")
    page.locator(f'a[href$="{link}"]').tap()
    press(page, "가입 시작")
    headed(page, "가입")
    say(page, newcomer)
    press(page, "다음")
    headed(page, "전화 확인")
    press(page, "문자로 받기" if scripts else "전화로 받기")
    headed(page, "받은 숫자를 입력해 주세요")
    page.get_by_label("인증번호").fill(code_for(server, newcomer))
    press(page, "확인")
    headed(page, "아이디와 비밀번호를 정해 주세요")
    if scripts:
        _strength_is_said(page)
    choose(page, f"walker{newcomer.mobile[-3:]}")
    press(page, "가입 마치기")
    page.wait_for_url("**/agreements")
    person = Person(page, case, newcomer.name, plain=not scripts, mobile=newcomer.mobile)
    person.open().walk("request", "identify").conclude("sms")
    assert case.state == "COMPLETED"


def _strength_is_said(page: Page) -> None:
    field = page.get_by_label("새 비밀번호", exact=True)
    for typed, words in (
        ("short", "아직 짧습니다."),
        ("aaaaaaaa", "추측하기 쉽습니다"),
        ("긴 산책길의 봄 7시", "추측하기 어렵습니다."),
    ):
        field.fill(typed)
        expect(page.get_by_role("status").get_by_text(words)).to_be_visible()


def test_whoever_forgot_sets_a_new_one(desk: Flask, server: LiveServer, page: Page) -> None:
    newcomer = arrive(None)
    Case(desk, server, newcomer.business_number)
    for way, last in (("join", "가입 마치기"), ("reset", "비밀번호 정하기")):
        page.context.clear_cookies()
        page.goto("/login")
        name = "처음 오셨습니까? 가입" if way == "join" else "아이디나 비밀번호를 잊으셨습니까?"
        page.get_by_role("link", name=name).tap()
        say(page, newcomer)
        before = _codes(server, newcomer)
        press(page, "다음")
        headed(page, "전화 확인")
        press(page, "문자로 받기")
        headed(page, "받은 숫자를 입력해 주세요")
        page.get_by_label("인증번호").fill(_next(server, newcomer, before))
        press(page, "확인")
        if way == "join":
            choose(page, f"forgets{newcomer.mobile[-3:]}")
        else:
            headed(page, "새 비밀번호")
            expect(page.get_by_text(f"forgets{newcomer.mobile[-3:]}").first).to_be_visible()
            page.get_by_label("새 비밀번호", exact=True).fill(PASSWORD + "!")
            page.get_by_label("새 비밀번호 한 번 더").fill(PASSWORD + "!")
        press(page, last)
        page.wait_for_url(re.compile("/agreements|/menu"))
        page.wait_for_timeout(1100)
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_label("아이디").fill(f"forgets{newcomer.mobile[-3:]}")
    page.get_by_label("비밀번호").fill(PASSWORD + "!")
    press(page, "로그인")
    page.wait_for_url("**/menu")


def test_two_officers_and_a_wait_change_a_number(
    desk: Flask, server: LiveServer, phones: Handsets
) -> None:
    newcomer = arrive()
    Case(desk, server, newcomer.business_number)
    one, two = phones.new(), phones.new()
    at_desk(one, server, "changwon")
    one.goto("/desk/people")
    one.get_by_label("이름").fill(newcomer.name)
    one.get_by_label("생년월일 8자리").fill("19900314")
    press(one, "찾기 이름과 생년월일로 찾기")
    one.locator(f'a[href="/desk/people/{newcomer.id}"]').tap()
    one.get_by_role("link", name="번호 바꾸기").tap()
    propose(one, "010-0000-0098")
    press(one, "적고 다른 직원에게 넘기기")
    expect(one.get_by_text("다른 직원이 확인해야 진행됩니다").first).to_be_visible()
    expect(one.get_by_role("button", name="확인하고 시간 재기 시작")).to_have_count(0)
    at_desk(two, server, "changwon2")
    two.goto(f"/desk/people/{newcomer.id}")
    from sqlalchemy import update

    from app.accounts.models import Authenticator

    with unit() as u:
        u.session.execute(update(Authenticator).values(last_step=0))
    two.get_by_label("인증 앱 번호").fill(totp(server, "changwon2"))
    press(two, "확인하고 시간 재기 시작")
    expect(two.get_by_text("기다리는 시간이 지나면 바뀝니다").first).to_be_visible()
    _arrives(server, newcomer, "등록된 번호가 바뀝니다")
    assert _number(newcomer) == newcomer.mobile
    let_the_wait_pass(newcomer)
    end = time.monotonic() + demo_phone.PATIENCE
    while _number(newcomer) != "01000000098":
        assert time.monotonic() < end, "the number did not change"
        time.sleep(0.2)
    one.reload()
    expect(one.get_by_text("010-****-0098").first).to_be_visible()


def _number(newcomer: Newcomer) -> str:
    with reading() as session:
        query = select(NumberOfRecord.number).where(NumberOfRecord.person_id == newcomer.id)
        return session.scalars(query).one()


def _codes(server: LiveServer, newcomer: Newcomer) -> int:
    return len(_mine(server, newcomer, codes=True))


def _next(server: LiveServer, newcomer: Newcomer, before: int) -> str:
    end = time.monotonic() + demo_phone.PATIENCE
    while len(found := _mine(server, newcomer, codes=True)) <= before:
        assert time.monotonic() < end, "no code arrived"
        time.sleep(0.1)
    return found[0]


def _arrives(server: LiveServer, newcomer: Newcomer, words: str) -> None:
    end = time.monotonic() + demo_phone.PATIENCE
    while not any(words in text for text in _mine(server, newcomer, codes=False)):
        assert time.monotonic() < end, f"no message says {words}"
        time.sleep(0.1)


def _mine(server: LiveServer, newcomer: Newcomer, *, codes: bool) -> list[str]:
    to = f"{newcomer.mobile[:3]}-{newcomer.mobile[3:7]}-{newcomer.mobile[7:]}"
    mine = [m for m in demo_phone.messages(server) if m["to"] == to]
    return [str(m["code"] if codes else m["text"]) for m in mine if bool(m["code"]) == codes]
