"""Coming to an account, and the counter behind it: newcomers of the live server, and the tour's
scenes of joining, of a new password, and of a new number of record."""

import re
import time
from collections.abc import Callable, Iterator
from itertools import count

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from app.accounts.models import Authenticator
from app.core.phone import hyphened
from app.db.unit import unit
from app.delivery.models import OutboxRow
from app.joining.models import NumberChange
from tests.support import demo_phone, newcomer
from tests.support.newcomer import LINK, PASSWORD, Newcomer
from tests.support.server import LiveServer
from tests.walks.stage import Stage

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 800}
MOBILES = count(41)


def arrive(mail: str | None = "") -> Newcomer:
    """Somebody new in the register of the live server; each walk gets its own."""
    place = next(MOBILES)
    mail = f"newcomer{place}@demo.example" if mail == "" else mail
    return newcomer.enter(mail, name="신새봄", mobile=f"0100000{place:04d}")


def link_for(server: LiveServer, person: Newcomer) -> str:
    """The link in the mail that invites, once it has arrived."""
    mail = f"newcomer{int(person.mobile[-4:])}@demo.example"
    end = time.monotonic() + demo_phone.PATIENCE
    while time.monotonic() < end:
        mine = [m["text"] for m in demo_phone.messages(server, "mail") if m["to"] == mail]
        found = LINK.search(mine[0]) if mine else None
        if found:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError("no invitation arrived")


def code_for(server: LiveServer, person: Newcomer) -> str:
    """The newest code on that telephone, once one has arrived."""
    to = hyphened(person.mobile)
    end = time.monotonic() + demo_phone.PATIENCE
    while time.monotonic() < end:
        codes = [m["code"] for m in demo_phone.messages(server) if m["to"] == to and m["code"]]
        if codes:
            return str(codes[0])
        time.sleep(0.1)
    raise TimeoutError("no code arrived")


def say(page: Page, person: Newcomer) -> None:
    """Fill in who one is."""
    page.get_by_label("이름").fill(person.name)
    page.get_by_label("생년월일이나 사업자등록번호").fill(person.facts["proof"])
    page.get_by_label("등록된 전화번호 끝 네 자리").fill(person.mobile[-4:])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).tap()


def headed(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def choose(page: Page, login: str, password: str = PASSWORD) -> None:
    """Fill in id and password, twice."""
    page.get_by_label("아이디", exact=True).fill(login)
    page.get_by_label("새 비밀번호", exact=True).fill(password)
    page.get_by_label("새 비밀번호 한 번 더").fill(password)


def coming(stage: Stage) -> Iterator[str]:
    """From the mail to the first agreement, and the ways that lead elsewhere."""
    person, page = arrive(), stage.page
    stage.firm(person.business_number)
    link = link_for(stage.server, person)
    page.goto(link)
    yield "joining/01-link"
    press(page, "가입 시작")
    headed(page, "가입")
    yield "joining/02-who"
    say(page, person)
    page.get_by_label("생년월일이나 사업자등록번호").fill("1990")
    press(page, "다음")
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "joining/02-who-wrong"
    say(page, person)
    press(page, "다음")
    headed(page, "전화 확인")
    yield "joining/03-choose"
    press(page, "문자로 받기")
    headed(page, "받은 숫자를 입력해 주세요")
    code = code_for(stage.server, person)
    yield "joining/04-code"
    page.get_by_label("인증번호").fill(code)
    press(page, "확인")
    headed(page, "아이디와 비밀번호를 정해 주세요")
    yield "joining/05-account"
    choose(page, f"saebom{person.mobile[-3:]}", "password123")
    press(page, "가입 마치기")
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "joining/05-account-common"
    choose(page, f"saebom{person.mobile[-3:]}")
    press(page, "가입 마치기")
    page.wait_for_url("**/agreements")
    page.goto("/me/password")
    yield "joining/06-change"
    page.goto(link)
    press(page, "가입 시작")
    headed(page, "더 쓸 수 없는 링크입니다")
    yield "joining/07-link-over"
    page.context.clear_cookies(name=re.compile("sid|join"))
    page.wait_for_timeout(1100)
    page.goto("/reset")
    yield "joining/08-reset"
    say(page, person)
    press(page, "다음")
    headed(page, "전화 확인")
    press(page, "전화로 받기")
    headed(page, "받은 숫자를 입력해 주세요")
    page.get_by_label("인증번호").fill(_newer(stage.server, person, code))
    press(page, "확인")
    headed(page, "새 비밀번호")
    yield "joining/09-new-password"


def counter(stage: Stage) -> Iterator[str]:
    """The desk's people: found, invited again, a number changed by two."""
    person, page = arrive(), stage.page
    stage.firm(person.business_number)
    at_desk(page, stage.server, "changwon")
    page.goto("/desk/people")
    page.set_viewport_size(WIDE)
    page.get_by_label("사업자등록번호").fill(person.business_number)
    page.get_by_role("button", name="찾기 업체로 찾기").tap()
    expect(page.get_by_role("link", name=person.name)).to_be_visible()
    yield "desk/10-people"
    page.get_by_role("link", name=person.name).tap()
    headed(page, person.name)
    yield "desk/11-person"
    page.get_by_role("link", name="번호 바꾸기").tap()
    headed(page, "번호 바꾸기")
    yield "desk/12-number"
    press(page, "적고 다른 직원에게 넘기기")
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "desk/12-number-missing"
    propose(page, "010-0000-0099")
    press(page, "적고 다른 직원에게 넘기기")
    expect(page.get_by_text("다른 직원이 확인해야 진행됩니다").first).to_be_visible()
    address = page.url
    page.context.clear_cookies(name="sid")
    at_desk(page, stage.server, "changwon2")
    page.goto(address.partition("?")[0])
    yield "desk/13-approve"
    page.set_viewport_size(NARROW)
    yield "desk/13-approve-phone"
    press(page, "받아들이지 않기")
    expect(page.get_by_text("번호는 그대로입니다").first).to_be_visible()


def propose(page: Page, number: str) -> None:
    """Fill in the form for another number."""
    page.get_by_label("새 번호").fill(number)
    page.get_by_label("바꾸는 까닭").fill("휴대전화를 잃어버려 새로 개통함")
    page.get_by_label("주민등록증").check()
    page.get_by_label("대조했습니다").check()


def at_desk(page: Page, server: LiveServer, login: str) -> None:
    """An officer signs in with password and code."""
    with unit() as u:  # no code is taken twice, and a walk does not wait for the next
        u.session.execute(update(Authenticator).values(last_step=0))
    let_in(page, login, "Demo!2026", lambda: totp(server, login))
    page.wait_for_url("**/desk/**")


def let_in(page: Page, login: str, password: str, code: Callable[[], str]) -> None:
    """Password, then the code of that moment."""
    page.goto("/login")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("비밀번호").fill(password)
    press(page, "로그인")
    page.wait_for_url("**/login/code**")
    page.get_by_label("인증번호").fill(code())
    press(page, "확인")


def totp(server: LiveServer, login: str) -> str:
    """What an officer's authenticator shows now."""
    shown = demo_phone.messages(server, "totp")
    return str(next(m["code"] for m in shown if m["to"] == login))


def let_the_wait_pass(person: Newcomer) -> None:
    """It is the hour of the change, for the rows at least."""
    with unit() as u:
        change = u.session.scalars(
            select(NumberChange).where(NumberChange.person_id == person.id)
        ).one()
        change.in_force_at = u.now
        due = update(OutboxRow).where(OutboxRow.dedup_key == f"number:{change.id}")
        u.session.execute(due.values(due_at=u.now))


def _newer(server: LiveServer, person: Newcomer, before: str) -> str:
    end = time.monotonic() + demo_phone.PATIENCE
    while (found := code_for(server, person)) == before:
        assert time.monotonic() < end, "no newer code arrived"
        time.sleep(0.1)
    return found
