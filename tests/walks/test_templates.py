"""The paper templates in the browser: one drafts, another publishes, the next request uses it."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import ViewportSize, expect

from app.agreements import requests
from app.core import clock
from app.db.unit import reading
from app.signing.models import Document
from app.signing.queries import paper_of
from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.editing import TABLET, WIDE, begin, enter, in_force_today, press

ORDER = {
    "institution": "FOUND",
    "branch": "창원지점",
    "business_number": "0991200056",
    "product": "소상공인 일반보증",
    "amount": 20_000_000,
    "years": 5,
    "ratio_bps": 8500,
    "fee_bps": 100,
    "bank": "데모은행 창원지점",
    "purpose": "운전자금",
}


def send() -> tuple[int, str]:
    """A request composed now: the version of its paper, and the title of the first article."""
    dates = {
        "period_start": clock.today().isoformat(),
        "deadline": (clock.now() + timedelta(days=14)).isoformat(),
    }
    number = requests.create(json.dumps({**ORDER, **dates}), demo=True)
    with reading() as session:
        document = session.query(Document).filter_by(number=number, position=1).one()
        return document.template_version, paper_of(document).articles[0].title


@pytest.mark.parametrize(
    ("held", "scripts"),
    [
        pytest.param(WIDE, True, id="desk"),
        pytest.param(TABLET, True, id="tablet"),
        pytest.param(WIDE, False, id="without-javascript"),
    ],
)
def test_from_the_draft_to_the_next_request(
    inside: Flask, live: LiveServer, handsets: Handsets, held: ViewportSize, scripts: bool
) -> None:
    office = {"viewport": held, "is_mobile": False, "device_scale_factor": 1}
    page = handsets.new(**office, java_script_enabled=scripts)
    enter(page, live, "changwon")
    begin(page)
    title = page.get_by_label("조 제목 제1조", exact=True)
    title.fill("이 약정의 목적")
    if scripts:
        expect(page.locator("#phone")).to_contain_text("제1조 이 약정의 목적")
    page.get_by_role("button", name="아래로 제1조", exact=True).click()
    expect(page.get_by_label("조 제목 제2조", exact=True)).to_have_value("이 약정의 목적")
    if scripts:
        expect(page.get_by_role("group", name="제2조")).to_be_focused()
    page.get_by_role("button", name="위로 제2조", exact=True).click()
    expect(page.get_by_label("조 제목 제1조", exact=True)).to_have_value("이 약정의 목적")
    page.get_by_role("button", name="항 추가 제1조", exact=True).click()
    added = page.get_by_label("3항 제1조", exact=True)
    added.fill("둘 다 지킵니다.")
    press(page, "저장하고 나가기")
    expect(page.get_by_text("둘 다 지킵니다.")).to_be_visible()
    press(page, "발행 요청하기")
    expect(page.get_by_text("발행을 기다리고 있습니다")).to_be_visible()
    assert send() == (1, "약정의 목적과 적용 범위")
    enter(page, live, "found-admin")
    page.get_by_role("link", name="제2판").click()
    page.get_by_role("link", name="제1판과 비교").click()
    expect(page.locator("ins").filter(has_text="둘 다 지킵니다.")).to_be_visible()
    page.go_back()
    press(page, "발행하기")
    expect(page.get_by_text("시행 예정")).to_be_visible()
    assert send() == (1, "약정의 목적과 적용 범위")
    in_force_today("credit-guarantee")
    assert send() == (2, "이 약정의 목적")
