"""The whole journey by finger: from the front page to a sealed paper in the hand."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.evidence.verify import verify
from tests.support import demo_phone
from tests.support.browser import Handsets
from tests.walks.desk import Case
from tests.walks.person import STEPS, Person


@pytest.mark.parametrize("channel, spoken", [("voice", "전화 인증"), ("sms", "문자 인증")])
def test_from_the_front_page_to_the_sealed_paper(
    person: Person, case: Case, tmp_path: Path, channel: str, spoken: str
) -> None:
    person.enter().open().walk("request", "identify")
    assert case.state == "IN_SIGNING"
    expect(person.page.locator("main")).to_contain_text("010-****-0001")
    person.conclude(channel)
    expect(person.page.locator("main")).to_contain_text(case.number)
    assert case.document_hash() in person.page.locator(".hash").inner_text().replace(" ", "")
    paper = download(person.page, tmp_path)
    assert case.file_hashes() == [hashlib.sha256(paper).hexdigest()]
    trust = (case.server.settings.keys / "trust.pem").read_bytes()
    assert verify(paper, trust).ok
    (signature,) = case.signatures()
    assert (case.state, signature.method) == ("COMPLETED", "ink")
    assert signature.identity["method"] == {"voice": "call", "sms": "sms"}[channel]
    assert any(case.number in m["text"] for m in demo_phone.messages(case.server, "mail"))


def test_the_page_tells_by_itself_when_the_paper_is_sealed(person: Person, case: Case) -> None:
    case.conclude()
    person.enter().goto("done").is_at("done")
    expect(person.link("약정서 내려받기")).to_be_visible()
    expect(person.page.get_by_role("status").first).to_contain_text("공인 시각")


def download(page: Page, folder: Path) -> bytes:
    """Tap 약정서 내려받기; returns the file."""
    link = page.get_by_role("link", name="약정서 내려받기")
    with page.expect_download() as coming:
        link.tap()
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    content = kept.read_bytes()
    assert kept.suffix == ".pdf" and content.startswith(b"%PDF")
    return content


def test_nothing_personal_in_addresses_and_nothing_kept_in_the_browser(
    person: Person, case: Case, phones: Handsets
) -> None:
    asked: list[str] = []
    person.page.context.on("request", lambda request: asked.append(request.url))
    person.enter().open().walk("request", "identify").conclude()
    for url in asked:
        path = urlsplit(url).path + urlsplit(url).query
        assert not any(word in path for word in ("%ED%99%8D", "홍", "0100000", "gildong", "code="))
    kept = person.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length,
            (await indexedDB.databases()).length, (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert kept == [0, 0, 0, 0, 0]
    assert STEPS[-1] in person.page.url
