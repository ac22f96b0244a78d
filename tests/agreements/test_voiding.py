"""A request that ends after its guarantee was concluded: both void, and papers that say so."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.agreements import requests
from app.config import Settings
from app.db.unit import reading
from app.evidence.models import Seal
from app.signing.models import Document
from app.worker import drain
from tests.support.signer import NUMBER, Signer, register_corporation, send_to_corporation


@pytest.fixture
def signer(app: Flask, settings: Settings) -> Signer:
    """A sole representative who has signed the guarantee, and it is sealed."""
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    found = Signer(app, settings).enter("lee-siheom")
    found.sign_guarantee()
    drain(settings)
    return found


def end(how: str, signer: Signer, clock: Any) -> None:
    if how == "declined":
        assert signer.answer("decline", {"reason": "다시 생각했습니다"}).status_code == 303
    elif how == "recalled":
        requests.recall(NUMBER, "서류를 다시 받습니다")
    else:
        clock.move(timedelta(days=15))
        signer.enter("lee-siheom")
    drain(signer.settings)


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True)
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("how", "because"),
    [
        ("declined", "책임경영이행 약정에 서명할 분이 거절하였습니다"),
        ("expired", "책임경영이행 약정의 서명 기한이 지났습니다"),
        ("recalled", "기관이 약정 요청을 회수하였습니다"),
    ],
)
def test_a_sealed_notice_says_that_it_is_void_and_why(
    signer: Signer, clock: Any, tmp_path: Path, how: str, because: str
) -> None:
    end(how, signer, clock)
    page = signer.see("done")
    assert page.status_code == 410
    assert "체결되었던 신용보증 약정도 함께 효력을 잃었습니다" in page.text
    assert "체결된 약정은 없습니다" not in page.text
    notice = signer.get(signer.at("void-notice.pdf"))
    assert notice.mimetype == "application/pdf"
    words = text_of(notice.data, tmp_path)
    with reading() as session:
        first = session.scalars(select(Document).filter_by(template_id="credit-guarantee")).one()
    for said in ("약정 무효 확인서", NUMBER, because, first.document_hash[:20]):
        assert said in words


def test_the_sealed_agreement_is_kept_as_it_was(signer: Signer, clock: Any) -> None:
    before = signer.get(signer.at("paper.pdf")).data
    end("declined", signer, clock)
    assert signer.get(signer.at("paper.pdf")).data == before


def test_one_notice_however_often_the_worker_runs(signer: Signer, clock: Any) -> None:
    end("declined", signer, clock)
    drain(signer.settings)
    with reading() as session:
        assert len(session.scalars(select(Seal.id)).all()) == 2, "the guarantee's and the notice's"


def test_before_the_seal_the_notice_is_on_its_way(signer: Signer) -> None:
    signer.answer("decline", {"reason": "다시 생각했습니다"})
    assert signer.get(signer.at("void-notice.pdf")).status_code == 404
    drain(signer.settings)
    assert signer.get(signer.at("void-notice.pdf")).status_code == 200


def test_no_notice_where_nothing_was_concluded(app: Flask, settings: Settings) -> None:
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    signer = Signer(app, settings).enter("lee-siheom")
    signer.answer("decline", {"reason": "다시 생각했습니다"})
    drain(settings)
    assert "체결된 약정은 없습니다" in signer.see("done").text
    assert signer.get(signer.at("void-notice.pdf")).status_code == 404
