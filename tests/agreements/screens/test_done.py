"""약정체결 완료: the result, the sealed paper, and who is told."""

import hashlib
import re

from sqlalchemy import select

from app.db.unit import reading
from app.evidence.models import Seal
from app.evidence.verify import verify
from app.worker import drain
from tests.support.signer import NUMBER, Signer, phone, texts_on_phone


def test_before_the_seal_the_page_says_so(signer: Signer) -> None:
    signer.to("identify").conclude()
    page = signer.see("done")
    assert page.status_code == 200
    assert "시각 확인 대기 중(약정은 체결되었습니다)" in page.text
    assert signer.get(f"/agreements/{NUMBER}/paper.pdf").status_code == 409


def test_number_time_hash_and_signers(signer: Signer) -> None:
    signer.to("identify").conclude()
    page = signer.see("done").text
    assert "약정체결 완료" in page
    assert NUMBER in page
    assert "한국시간" in page
    assert "홍길동" in page
    shown = re.search(r'<p class="hash">(.*?)</p>', page, re.DOTALL)
    assert shown
    assert len(re.sub(r"<[^>]+>|\s", "", shown[1])) == 64


def test_the_sealed_paper_is_the_registered_one_and_verifies(signer: Signer) -> None:
    signer.to("identify").conclude()
    drain(signer.settings)
    assert "약정서 내려받기" in signer.see("done").text
    paper = signer.get(f"/agreements/{NUMBER}/paper.pdf")
    with reading() as session:
        seal = session.scalars(select(Seal)).one()
    assert hashlib.sha256(paper.data).hexdigest() == seal.file_hash
    report = verify(paper.data, (signer.settings.keys / "trust.pem").read_bytes())
    assert report.ok, report


def test_the_signer_is_told_once_by_text_and_mail(signer: Signer) -> None:
    signer.to("identify").conclude()
    for _ in range(2):
        drain(signer.settings)
    told = [text for text in texts_on_phone() if "체결" in text]
    assert told == [
        "[데모신보재단]AR-2026-0001 약정이 체결되었습니다. 전체메뉴>전자약정에서 확인해 주세요"
    ]
    mails = [m.text for m in phone() if m.channel == "mail"]
    assert ["체결되었습니다" in mail for mail in mails] == [True, False], "and one of the request"


def test_the_live_part_alone(signer: Signer) -> None:
    signer.to("identify").conclude()
    status = f"/agreements/{NUMBER}/status?part=seal"
    assert "data-hx-get" in signer.get(status).text
    drain(signer.settings)
    part = signer.get(status).text
    assert "약정서 내려받기" in part
    assert "data-hx-get" not in part
