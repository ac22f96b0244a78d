"""The desk's requests from a file: two hundred firms in a CSV, five lines of which are wrong."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from playwright.sync_api import expect

from app.core import clock
from tests.support import lists
from tests.support.lists import csv_file, line, table
from tests.walks.stage import Stage
from tests.walks.wings import NARROW, WIDE, staff

MANY, FEW = 200, 16
SERIALS = count(1, MANY)
"""Every look has firms of its own: a request that is out already is not sent again."""
LONG = 180_000
"""Milliseconds two hundred requests may take on a machine that does other things too."""


def listing(stage: Stage) -> Iterator[str]:
    """A short list, as far as it looks the same."""
    yield from listed(stage, FEW)


def listing_many(stage: Stage) -> Iterator[str]:
    """The same with two hundred firms."""
    yield from listed(stage, MANY)


def listed(stage: Stage, firms: int) -> Iterator[str]:
    """From the empty page to the last request: brought, wrong, looked through, confirmed, made."""
    page, good = stage.page, firms - 5
    page.set_viewport_size(WIDE)
    staff(stage, "changwon")
    page.goto("/desk/agreements")
    page.get_by_role("link", name="일괄 요청").click()
    page.wait_for_url("**/batches")
    yield "desk/batch-01-ask"
    bring(stage, "사진.csv", b"\x89PNG\r\n\x1a\n\0\0")
    expect(page.get_by_text("CSV나 엑셀 파일이 아닙니다")).to_be_visible()
    content = csv_file(table(lines(firms)), "cp949")
    bring(stage, "12월 보증 요청.csv", content)
    page.wait_for_url("**/batches/*-*")
    expect(page.get_by_role("button", name=f"{good}건 요청 보내기")).to_be_visible()
    expect(page.locator(".reasons")).to_have_count(5)
    yield "desk/batch-02-looked"
    page.get_by_role("button", name=f"{good}건 요청 보내기").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("증명서와 등록부를 견주어").check()
    page.get_by_role("button", name=f"{good}건 요청 보내기").click()
    page.mouse.move(0, 0)
    some = page.locator("#progress", has_text=re.compile(r"중 \d\d"))
    expect(some.or_(page.get_by_text("모두 처리했습니다"))).to_be_visible()
    yield "desk/batch-03-runs"
    expect(page.get_by_text(f"{good}건을 모두 처리했습니다")).to_be_visible(timeout=LONG)
    expect(page.locator("#progress")).to_have_count(0)
    yield "desk/batch-04-done"
    batch = page.url
    page.goto("/desk/agreements/batches")
    bring(stage, "같은 목록.csv", content)
    page.wait_for_url("**again=1")
    expect(page.get_by_text("이 파일은 이미")).to_be_visible()
    assert page.url == f"{batch}?again=1"
    page.set_viewport_size(NARROW)


def bring(stage: Stage, name: str, content: bytes) -> None:
    """Choose a file and have it looked through."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    stage.page.get_by_label("요청 목록 파일").set_input_files(file)  # type: ignore[arg-type]
    stage.page.get_by_role("button", name="파일 확인하기").click()


def lines(firms: int) -> list[dict[str, str]]:
    """So many lines: three above the limit, five wrong."""
    numbers = lists.firms(firms - 2, start=next(SERIALS))
    past = (clock.today() - timedelta(days=1)).isoformat()
    found = [line(number) for number in numbers]
    for place in (1, 4, 6):
        found[place]["amount"] = "150,000,000"
    found[3]["amount"] = "900,000,000"
    found[7]["deadline_day"] = past
    found.insert(8, dict(found[2]))
    found.insert(9, line("099-80-00000"))
    found[10] = line(lists.numbers(1, start=9999)[0], extract="2025-01-02")
    return found
