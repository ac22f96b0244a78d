"""The scene of a signature written again: one's own on the phone, and at the desk."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.accounts.models import Authenticator
from app.db.unit import unit
from tests.support import demo_phone
from tests.walks.stage import Stage
from tests.walks.wings import NARROW, WIDE


def replaying(stage: Stage) -> Iterator[str]:
    """From the page of the conclusion to the strokes, and what an officer sees of them."""
    from tests.walks.tour import write_hong_gildong

    person = stage.person("sign")
    write_hong_gildong(person)
    person.press("약정 실행")
    person.is_at("identify")
    person.enter_code(person.ask("sms"))
    person.is_at("done")
    expect(person.link("증거 묶음(ZIP) 내려받기")).to_be_visible()
    person.link("내 서명 다시 보기").tap()
    page = stage.page
    page.wait_for_url("**/strokes")
    expect(page.locator("[data-said]")).not_to_be_empty()
    yield "agreements/08-strokes"
    back_by(page, 6)
    yield "agreements/08-strokes-half"
    _to_the_desk(stage)
    page.set_viewport_size(WIDE)
    page.goto(f"/desk/agreements/{person.case.number}")
    page.get_by_role("link", name="서명 과정").click()
    page.wait_for_url("**/strokes/1/1")
    back_by(page, 5)
    yield "desk/05-strokes"
    page.set_viewport_size(NARROW)


def back_by(page: Page, strokes: int) -> None:
    """So many strokes back from the whole signature."""
    expect(page.locator("[data-said]")).not_to_be_empty()
    for _ in range(strokes):
        page.get_by_role("button", name="이전 획").click()


def _to_the_desk(stage: Stage) -> None:
    with unit() as u:  # each look signs in anew, and no code is taken twice
        u.session.execute(update(Authenticator).values(last_step=0))
    page = stage.page
    page.context.clear_cookies(name="sid")
    page.goto("/login")
    page.get_by_label("아이디").fill("changwon")
    page.get_by_label("비밀번호").fill("Demo!2026")
    page.get_by_role("button", name="로그인").tap()
    page.wait_for_url("**/login/code**")
    codes = demo_phone.messages(stage.server, "totp")
    page.get_by_label("인증번호").fill(next(m["code"] for m in codes if m["to"] == "changwon"))
    page.get_by_role("button", name="확인").tap()
    page.wait_for_url("**/desk/agreements")
