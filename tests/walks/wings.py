"""The tour's scenes outside the phone's own rooms: the check of papers, and the desk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect
from sqlalchemy import delete, select, update

from app.accounts.models import Authenticator
from app.agreements.models import AgreementRequest
from app.anchors import jobs as anchors
from app.db.unit import unit
from app.delivery.models import Message
from app.records.models import Reason
from tests.support import demo_phone
from tests.support.paper_code import code_on
from tests.walks.person import Person
from tests.walks.stage import Stage

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 800}
SOME_ANCHOR = "fetch('/verify/anchors/index.json').then(r => r.json()).then(all => all.length)"


def checking(stage: Stage) -> Iterator[str]:
    """문서 확인: the original, a changed copy, something else; and a number."""
    person = stage.person("identify")
    person.conclude()
    paper = _downloaded(person)
    page = stage.page
    page.goto("/verify")
    yield "verify/01-ask"
    for name, content, heading in (
        ("02-holds", paper, "원본이 맞습니다"),
        ("03-differs", paper[:5000] + b"!" + paper[5001:], "원본과 다릅니다"),
        ("04-unsure", b"%PDF-1.7 something else", "확인할 수 없습니다"),
    ):
        _check(page, content)
        expect(person.heading).to_have_text(heading)
        yield f"verify/{name}"
    page.goto("/verify")
    page.get_by_label("문서번호").fill(person.case.number)
    page.get_by_role("button", name="찾아보기").tap()
    expect(person.heading).to_have_text("등록된 문서입니다")
    yield "verify/05-number"
    page.get_by_label("확인 번호").fill(code_on(paper))
    page.get_by_role("button", name="확인하기").tap()
    expect(person.heading).to_have_text("등록된 내용입니다")
    yield "verify/06-code"
    with unit() as u:
        anchors.drop(u)
    page.goto("/verify/anchors")
    page.wait_for_function(SOME_ANCHOR)
    page.reload()
    yield "verify/07-anchors"


def desk(stage: Stage) -> Iterator[str]:
    """An officer signs in with a second factor and looks at what the branch has sent."""
    with unit() as u:  # each look signs in anew, and no code is taken twice
        u.session.execute(update(Authenticator).values(last_step=0))
    page = stage.page
    page.goto("/login")
    page.get_by_label("아이디").fill("changwon")
    page.get_by_label("비밀번호").fill("Demo!2026")
    page.get_by_role("button", name="로그인").tap()
    page.wait_for_url("**/login/code**")
    yield "desk/01-code"
    codes = demo_phone.messages(stage.server, "totp")
    page.get_by_label("인증번호").fill(next(m["code"] for m in codes if m["to"] == "changwon"))
    page.get_by_role("button", name="확인").tap()
    page.wait_for_url("**/desk/agreements")
    yield "desk/02-list-phone"
    page.set_viewport_size(WIDE)
    yield "desk/02-list"
    page.get_by_label("약정번호, 업체, 사업자등록번호").fill("없는 업체")
    page.get_by_role("button", name="찾기").tap()
    expect(page.get_by_text("맞는 전자약정이 없습니다")).to_be_visible()
    yield "desk/03-nothing-found"
    page.goto("/desk/agreements/AR-2026-0003")
    yield "desk/04-one"
    with unit() as u:  # a text that did not arrive, a deadline that is near
        near = AgreementRequest.number == "AR-2026-0003"
        about = select("agreement:" + AgreementRequest.id).where(near).scalar_subquery()
        lost = update(Message).where(Message.subject == about, Message.channel == "sms")
        u.session.execute(lost.values(state="failed"))
        soon = u.now + timedelta(days=2)
        u.session.execute(update(AgreementRequest).where(near).values(deadline=soon))
    for place in ("attention", "figures"):
        page.goto(f"/desk/{place}")
        yield f"desk/{place}"
    page.set_viewport_size(NARROW)


def law(stage: Stage) -> Iterator[str]:
    """The public notices."""
    for name in ("privacy", "terms", "cookies"):
        stage.page.goto(f"/{name}")
        yield f"law/{name}"


def records(stage: Stage) -> Iterator[str]:
    """An officer says why they want to see a number; the auditor reads it and reviews the month."""
    with unit() as u:  # whoever looked before said why, and it still holds
        u.session.execute(delete(Reason))
    page = stage.page
    staff(stage, "changwon")
    page.set_viewport_size(WIDE)
    page.goto("/desk/agreements/AR-2026-0003/contacts")
    page.locator("summary").first.click()
    yield "desk/records-01-reason"
    page.get_by_label("목적").first.select_option("contact")
    page.get_by_label("사유").first.fill("서명 기한 안내 전화")
    page.get_by_role("button", name="보기").first.click()
    expect(page.get_by_text("까지 보입니다")).to_be_visible()
    yield "desk/records-02-shown"
    with unit() as u:
        u.session.execute(delete(Reason))
    page.goto("/desk/agreements/AR-2026-0003")
    page.get_by_role("link", name="표로 내려받기").click()
    yield "desk/records-05-taking"
    page.get_by_label("목적").select_option("audit")
    page.get_by_label("사유").fill("감사 자료 제출")
    with page.expect_download() as download:
        page.get_by_role("button", name="내려받기").click()
    assert download.value.suggested_filename == "AR-2026-0003-trail.csv"
    staff(stage, "auditor")
    for name, path in (
        ("03-log", "/desk/records"),
        ("04-months", "/desk/records/months"),
    ):
        page.goto(path)
        yield f"desk/records-{name}"
    page.goto("/desk/records/months")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/months/*")
    yield "desk/records-06-month"
    page.set_viewport_size(NARROW)


def rights(stage: Stage) -> Iterator[str]:
    """A person looks at what they agreed to, asks to be erased; two of staff see to it."""
    person = stage.person("identify")
    person.conclude()
    page = stage.page
    page.goto("/me/consents")
    yield "law/consents"
    page.goto("/me/data")
    page.get_by_text("잘못된 정보를 고쳐").tap()
    page.get_by_label("요청하는 내용").fill("메일 주소가 바뀌었습니다")
    page.get_by_role("button", name="요청하기").tap()
    expect(page.get_by_text("처리 대기").first).to_be_visible()
    page.get_by_text("내 정보와 계정을 지워").tap()
    page.get_by_label("요청하는 내용").fill("더 쓰지 않으니 지워 주세요")
    page.get_by_role("button", name="요청하기").tap()
    expect(page.get_by_text("처리 대기").nth(1)).to_be_visible()
    yield "law/data"
    staff(stage, "found-admin")
    page.set_viewport_size(WIDE)
    page.goto("/desk/subjects")
    yield "desk/subjects-01-list"
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/subjects/PR-*")
    yield "desk/subjects-02-erasure"
    page.goto("/desk/subjects")
    page.locator("tbody th a").nth(1).click()
    page.wait_for_url("**/subjects/PR-*")
    yield "desk/subjects-03-correction"
    page.goto("/desk/retention")
    page.get_by_label("약정번호나 요청번호").fill("AR-2026-0003")
    page.get_by_label("까닭", exact=True).fill("보증채무 소송")
    page.get_by_role("button", name="보존 조치하기").click()
    expect(page.locator("section b").get_by_text("AR-2026-0003")).to_be_visible()
    yield "desk/subjects-04-retention"
    page.set_viewport_size(NARROW)


def staff(stage: Stage, login: str) -> None:
    """A member of staff signs in with the second factor."""
    with unit() as u:  # each look signs in anew, and no code is taken twice
        u.session.execute(update(Authenticator).values(last_step=0))
    page = stage.page
    page.context.clear_cookies(name="sid")
    page.goto("/login")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("비밀번호").fill("Demo!2026")
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/login/code**")
    codes = demo_phone.messages(stage.server, "totp")
    page.get_by_label("인증번호").fill(next(m["code"] for m in codes if m["to"] == login))
    page.get_by_role("button", name="확인").click()
    page.wait_for_url("**/desk/**")


def _downloaded(person: Person) -> bytes:
    expect(person.link("약정서 내려받기")).to_be_visible()
    address = person.link("약정서 내려받기").get_attribute("href")
    return person.page.request.get(str(address)).body()


def _check(page: Page, content: bytes) -> None:
    page.goto("/verify")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(content)
        page.get_by_label("내려받은 PDF 파일").set_input_files(file)
        page.get_by_role("button", name="확인하기").tap()
        page.wait_for_url("**/verify")
        page.wait_for_selector(".verdict")
