"""The tour's scenes of an institution's house: an administrator at work, a newcomer coming in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pyotp
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select, update

from app.accounts.models import Account, Enrolment, LoginSession
from app.accounts.staff import hand_over
from app.core import clock
from app.db.unit import unit
from tests.support import demo_phone
from tests.walks.coming import at_desk, let_in
from tests.walks.stage import Stage
from tests.walks.wings import NARROW, WIDE

NEWCOMERS = count(1)
"""Every look invites somebody else: the demo data stay as the look before left them."""


def ruling(stage: Stage) -> Iterator[str]:
    """An administrator looks after staff, branches, products, sender numbers and policies."""
    page = stage.page
    page.set_viewport_size(WIDE)
    sign_in(stage, "found-admin")
    login = invite(page)
    page.goto("/desk/staff")
    yield "desk/10-staff"
    page.goto("/desk/staff/new")
    fill_in(page, "changwon")
    page.get_by_role("button", name="등록 메일 보내기").tap()
    expect(page.get_by_text("이미 쓰이고 있는 아이디입니다.")).to_be_visible()
    yield "desk/11-invite-taken"
    page.goto("/desk/staff")
    page.get_by_role("row", name=re.compile(login)).get_by_role("link").tap()
    page.wait_for_url("**/desk/staff/*-*")
    yield "desk/12-invited"
    page.goto("/desk/staff")
    page.get_by_role("row", name=re.compile("changwon2")).get_by_role("link").tap()
    page.wait_for_url("**/desk/staff/*-*")
    yield "desk/13-member"
    page.goto("/desk/branches")
    yield "desk/14-branches"
    page.get_by_role("link", name="진주지점").tap()
    page.wait_for_url("**/desk/branches/*")
    yield "desk/15-branch"
    yield from offering(page)
    page.goto("/desk/senders")
    number = f"055-000-{next(NEWCOMERS):04d}"
    page.get_by_role("textbox", name="발신번호", exact=True).fill(number)
    page.get_by_label("확인한 서류").fill("데모통신 2026.11.20 발급")
    page.get_by_role("button", name="등록하기").tap()
    expect(page.get_by_role("cell", name="데모통신 2026.11.20 발급").first).to_be_visible()
    yield "desk/16-senders"
    page.goto("/desk/policies/release_limit")
    page.get_by_label("값").fill("50,000,000")
    page.get_by_label("적용일").fill(f"{clock.today() + timedelta(days=7):%Y-%m-%d}")
    page.get_by_role("button", name="정하기").tap()
    expect(page.get_by_role("cell", name="50,000,000원").first).to_be_visible()
    yield "desk/17-policy"
    page.goto("/desk/policies")
    yield "desk/18-policies"
    page.goto("/desk/rights")
    yield "desk/19-rights"
    yield from own_factors(page)
    page.set_viewport_size(NARROW)


def offering(page: Page) -> Iterator[str]:
    """What the institution offers, and a figure that does not fit."""
    page.goto("/desk/products")
    yield "desk/24-products"
    page.get_by_role("link", name="새 상품").tap()
    page.get_by_label("상품 이름").fill("창업 특별보증")
    page.get_by_label("보통 보증료율").fill("3.5")
    page.get_by_role("button", name="상품 만들기").tap()
    expect(page.get_by_role("link", name=re.compile("보통 요율이"))).to_be_visible()
    yield "desk/25-product-wrong"


def own_factors(page: Page) -> Iterator[str]:
    """Recovery codes, another phone, and being asked again."""
    page.goto("/me")
    yield "desk/20-me"
    page.goto("/desk/recovery")
    page.get_by_role("button", name="복구 코드 새로 만들기").tap()
    expect(page.get_by_role("listitem").first).to_be_visible()
    yield "desk/21-recovery"
    page.get_by_role("button", name="적어 두었습니다").tap()
    page.wait_for_url("**/me")
    with unit() as u:  # nobody else's new phone waits for its first code
        u.session.execute(delete(Enrolment))
    page.goto("/desk/authenticator")
    page.get_by_role("button", name="새 인증 앱 등록").tap()
    expect(page.get_by_role("img", name="인증 앱에 등록할 QR 그림")).to_be_visible()
    yield "desk/22-authenticator"
    with unit() as u:  # the second factor was shown a while ago
        past = u.now - timedelta(minutes=6)
        u.session.execute(update(LoginSession).values(proved_at=past))
    page.goto("/desk/staff/new")
    page.wait_for_url("**/desk/confirm?*")
    yield "desk/23-confirm"


def coming_in(stage: Stage) -> Iterator[str]:
    """Somebody new opens the link in their mail, and is in."""
    page = stage.page
    page.set_viewport_size(WIDE)
    sign_in(stage, "found-admin")
    login = invite(page)
    page.context.clear_cookies(name="sid")
    page.goto(link(stage, login))
    page.set_viewport_size(NARROW)
    yield "desk/30-enrol"
    page.get_by_role("button", name="시작하기").tap()
    page.get_by_label("새 비밀번호", exact=True).fill("우리 지점 앞 은행나무")
    page.get_by_label("새 비밀번호 한 번 더").fill("우리 지점 앞 은행")
    page.get_by_role("button", name="다음").tap()
    expect(page.get_by_text("두 번 입력하신 비밀번호가 서로 다릅니다.")).to_be_visible()
    yield "desk/31-enrol-password"
    page.get_by_label("새 비밀번호", exact=True).fill("우리 지점 앞 은행나무")
    page.get_by_label("새 비밀번호 한 번 더").fill("우리 지점 앞 은행나무")
    page.get_by_role("button", name="다음").tap()
    page.get_by_text("그림을 찍을 수 없으면").click()
    secret = page.locator("details .hash").inner_text().replace(" ", "")
    page.get_by_text("그림을 찍을 수 없으면").click()
    yield "desk/32-enrol-app"
    page.get_by_label("앱에 보이는 번호").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="확인").tap()
    expect(page.get_by_role("listitem")).to_have_count(10)
    yield "desk/33-enrol-codes"
    page.get_by_role("button", name="적어 두었습니다").tap()
    page.wait_for_url("**/login")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("비밀번호").fill("우리 지점 앞 은행나무")
    page.get_by_role("button", name="로그인").tap()
    page.wait_for_url("**/login/code**")
    page.get_by_role("link", name="복구 코드로 로그인").tap()
    expect(page.get_by_label("복구 코드")).to_be_visible()
    yield "desk/34-recovery-sign-in"
    yield from handed_over(page, login)


def handed_over(page: Page, login: str) -> Iterator[str]:
    """Everything is lost: the operator hands over what lets them in once."""
    with unit() as u:
        account = u.session.scalars(select(Account).where(Account.login_id == login)).one()
        handover = hand_over(u, account.id)
    let_in(page, login, handover.password, pyotp.TOTP(handover.secret).now)
    page.wait_for_url("**/login/password")
    yield "desk/35-first-password"


def sign_in(stage: Stage, login: str) -> None:
    """With password and the code that the demo phone shows."""
    at_desk(stage.page, stage.server, login)
    stage.page.wait_for_url("**/desk/agreements")


def invite(page: Page) -> str:
    """Invite an auditor; returns their id."""
    login = f"jiwon{next(NEWCOMERS)}"
    page.goto("/desk/staff/new")
    fill_in(page, login)
    page.get_by_role("button", name="등록 메일 보내기").tap()
    page.wait_for_url(re.compile("/desk/staff/[0-9a-f-]{36}"))
    return login


def fill_in(page: Page, login: str) -> None:
    """Who it is, and what they will do."""
    page.get_by_label("이름").fill("한지원")
    page.get_by_label("메일").fill(f"{login}@demo.example")
    page.get_by_label("아이디").fill(login)
    page.get_by_role("radio", name="감사").check()


def link(stage: Stage, login: str) -> str:
    """The link in the mail to a newcomer."""
    for _ in range(200):
        for mail in demo_phone.messages(stage.server, "mail"):
            if mail["to"] == f"{login}@demo.example":
                return re.findall(r"/enrol/link/\S+", mail["text"])[0]
        stage.page.wait_for_timeout(100)
    raise TimeoutError("no mail arrived")
