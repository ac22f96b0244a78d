"""The scene of a firm's first day: entered by an officer, its representative's number confirmed."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.walks.stage import Stage
from tests.walks.wings import NARROW, WIDE, staff

NUMBER = "099-81-00130"
PERSON = {
    "이름": "한처음",
    "생년월일": "19880704",
    "시작한 날": "20210301",
    "전화번호": "010-0000-0091",
    "메일 주소": "haneul@demo.example",
}


def entering(stage: Stage) -> Iterator[str]:
    """업체 등록: looked for in vain, entered, somebody wrong, somebody right, waiting."""
    page = stage.page
    page.set_viewport_size(WIDE)
    staff(stage, "changwon")
    page.goto("/desk/firms")
    yield "desk/firm-01-find"
    page.get_by_label("사업자등록번호").fill(NUMBER)
    page.get_by_role("button", name="찾기").click()
    expect(page.get_by_text("아직 등록하지 않은 업체입니다")).to_be_visible()
    yield "desk/firm-02-new"
    page.get_by_role("radio", name="법인사업자").check()
    page.get_by_label("상호").fill("처음건설 주식회사")
    page.get_by_role("button", name="등록하기").click()
    page.get_by_role("link", name="대표자 등록").click()
    page.get_by_label("이름").fill("한처음")
    page.get_by_label("생년월일").fill("880704")
    page.get_by_role("button", name="등록하기").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "desk/firm-03-wrong"
    page.get_by_role("radio", name="단독대표").check()
    for label, words in PERSON.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="등록하기").click()
    expect(page.get_by_text("번호 확인 전").first).to_be_visible()
    yield "desk/firm-04-waits"
    firm = page.url
    staff(stage, "changwon2")
    page.goto(firm)
    page.get_by_role("link", name="한처음").click()
    expect(page.get_by_role("button", name="번호 확인")).to_be_visible()
    yield "desk/firm-05-second"
    page.set_viewport_size(NARROW)
