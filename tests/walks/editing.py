"""The tour's scene at the desk's paper templates, and staff who sign in to work there."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect
from sqlalchemy import delete, update

from app.accounts.models import Authenticator
from app.core import clock
from app.db.unit import unit
from app.editions.models import Edition, EditionHand
from tests.support import demo_phone
from tests.support.server import LiveServer
from tests.walks.stage import Stage

WIDE = {"width": 1280, "height": 800}
TABLET = {"width": 820, "height": 1180}
NARROW = {"width": 360, "height": 800}
HOME = "/desk/templates"


def enter(page: Page, server: LiveServer, login: str) -> None:
    """A member of staff signs in with password and code, and opens the templates."""
    with unit() as u:  # no code is taken twice, and walks are quicker than half a minute
        u.session.execute(update(Authenticator).values(last_step=0))
    page.context.clear_cookies(name="sid")
    page.goto("/login")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("비밀번호").fill("Demo!2026")
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/login/code**")
    codes = demo_phone.messages(server, "totp")
    page.get_by_label("인증번호").fill(next(m["code"] for m in codes if m["to"] == login))
    page.get_by_role("button", name="확인").click()
    page.wait_for_url("**/desk/**")
    page.goto(HOME)


def press(page: Page, name: str) -> None:
    """Press a button of that very name, and wait for the page that follows."""
    with page.expect_response(lambda answer: answer.request.method == "GET"):
        page.get_by_role("button", name=name, exact=True).first.click()


def begin(page: Page) -> None:
    """A draft of the guarantee's template, opened at its articles."""
    page.get_by_role("button", name="새 판 만들기 신용보증 약정서").click()
    page.wait_for_url("**/edit/articles")


def editing(stage: Stage) -> Iterator[str]:
    """A draft is begun, edited beside the phone, asked for, compared and published."""
    with unit() as u:  # each look begins with the shipped templates
        u.session.execute(delete(EditionHand))
        u.session.execute(delete(Edition))
    page = stage.page
    page.set_viewport_size(WIDE)
    enter(page, stage.server, "changwon")
    yield "desk/templates/01-list"
    begin(page)
    with page.expect_response("**/preview"):
        page.get_by_label("조 제목 제1조").fill("약정의 목적과 범위")
    expect(page.locator("#phone")).to_contain_text("제1조 약정의 목적과 범위")
    yield "desk/templates/02-edit"
    page.get_by_label("1항 제1조", exact=True).fill("{nobody}은 연대보증을 합니다.")
    press(page, "저장")
    expect(page.get_by_text("저장했습니다. 발행하려면")).to_be_visible()
    yield "desk/templates/03-edit-wrong"
    page.get_by_label("1항 제1조", exact=True).fill("이 약정은 {purpose} 자금의 보증을 정합니다.")
    page.get_by_role("button", name="확인 항목", exact=True).click()
    page.wait_for_url("**/edit/ticks")
    yield "desk/templates/04-edit-ticks"
    page.set_viewport_size(TABLET)
    yield "desk/templates/04-edit-ticks-tablet"
    page.set_viewport_size(WIDE)
    for part, name in (("제목과 표", "head"), ("유의사항", "cautions"), ("안내와 서명란", "close")):
        page.get_by_role("button", name=part, exact=True).click()
        page.wait_for_url(f"**/edit/{name}")
        yield f"desk/templates/05-edit-{name}"
    press(page, "저장하고 나가기")
    page.wait_for_url("**/credit-guarantee/2")
    yield "desk/templates/06-draft"
    press(page, "발행 요청하기")
    expect(page.get_by_text("발행을 기다리고 있습니다")).to_be_visible()
    enter(page, stage.server, "found-admin")
    page.get_by_role("link", name="제2판").click()
    page.wait_for_url("**/credit-guarantee/2")
    yield "desk/templates/07-review"
    page.get_by_role("link", name="제1판과 비교").click()
    page.wait_for_url("**/diff/1")
    yield "desk/templates/08-diff"
    page.go_back()
    press(page, "발행하기")
    expect(page.get_by_text("시행 예정")).to_be_visible()
    yield "desk/templates/09-published"
    page.goto(HOME)
    page.set_viewport_size(TABLET)
    yield "desk/templates/10-list-tablet"
    page.set_viewport_size(NARROW)
    yield "desk/templates/10-list-phone"


def in_force_today(template_id: str) -> None:
    """Let the newest published version's day have come."""
    with unit() as u:
        mine = Edition.template_id == template_id
        day = {"effective_from": clock.today()}
        u.session.execute(update(Edition).where(mine).values(**day))
