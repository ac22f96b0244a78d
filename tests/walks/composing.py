"""The desk at work: a request composed, released by a second person, acted upon."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page, expect

from app.core import clock
from tests.walks.stage import Stage
from tests.walks.wings import NARROW, WIDE, staff

JOINT_FIRM = "099-81-00028"


def composing(stage: Stage) -> Iterator[str]:
    """Composed above the limit, corrected where it was wrong, held, released; the acts after it."""
    page = stage.page
    page.set_viewport_size(WIDE)
    staff(stage, "changwon")
    page.goto("/desk/agreements/new")
    yield "desk/compose-01-new"
    find(page, JOINT_FIRM)
    fill(page, "150,000,000")
    yield "desk/compose-02-typed"
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "desk/compose-03-wrong"
    compare(page)
    send(page)
    expect(page.get_by_text("다른 직원의 결재를 기다리고")).to_be_visible()
    held = page.url
    staff(stage, "changwon2")
    page.goto("/desk/agreements/drafts")
    yield "desk/compose-04-waiting"
    page.goto(held)
    yield "desk/compose-05-review"
    page.goto(f"{held}/text")
    yield "desk/compose-06-text"
    page.goto(held)
    page.get_by_role("button", name="결재하고 보내기").click()
    page.wait_for_url("**/desk/agreements/AR-*")
    yield "desk/acts-01-sent"
    for name in ("extend", "recall", "counter"):
        page.goto(f"{page.url.rpartition('/AR-')[0]}/AR-2026-0001/{name}")
        yield f"desk/acts-02-{name}"
    page.set_viewport_size(NARROW)


def find(page: Page, business_number: str) -> None:
    """Look a firm up."""
    page.get_by_label("사업자등록번호").fill(business_number)
    page.get_by_role("button", name="찾기").click()
    page.wait_for_url("**/drafts/*")


def fill(page: Page, amount: str) -> None:
    """Type what is asked; what it comes to shows by itself."""
    page.get_by_label("자금용도").fill("운전자금")
    page.get_by_label("금융기관").fill("데모은행 창원지점")
    page.get_by_label("보증금액(원)").fill(amount)
    expect(page.locator(".handset .sum")).to_contain_text(amount)
    expect(page.locator("#fee-said")).to_contain_text("보증료")


def compare(page: Page) -> None:
    """Say that the register is as the extract of today says."""
    page.get_by_label("등기사항증명서와 맞습니다").check()
    today = clock.today() - timedelta(days=1)
    page.get_by_label("등기사항증명서 발급일").fill(today.isoformat())


def send(page: Page) -> None:
    """요청 보내기."""
    page.get_by_role("button", name="요청 보내기").click()
