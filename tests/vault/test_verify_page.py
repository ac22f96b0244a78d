"""/verify: anybody with a file, or a number; hostile files hurt nobody."""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.archive.keeping import Keeper
from app.config import Settings
from app.db.base import Base
from app.db.unit import database, reading, unit
from app.evidence import examine, keys
from app.evidence.command import MOST_BYTES
from app.evidence.models import Seal
from app.evidence.registry import store
from app.evidence.verify import verify
from app.worker import drain
from tests.evidence import lying
from tests.evidence.bundles.conftest import opened
from tests.evidence.bundles.forging import sealed_up
from tests.support.paper_code import code_on
from tests.support.signer import (
    NUMBER,
    Signer,
    register_corporation,
    send_to_corporation,
)
from tests.support.visitor import Visitor


@pytest.fixture
def stranger(app: Flask, settings: Settings) -> Visitor:
    """Somebody with a file, where papers can be sealed."""
    keys.sealer(settings)
    return Visitor(app.test_client())


def test_without_roots_nothing_is_said_about_a_file(app: Flask) -> None:
    assert check(Visitor(app.test_client()), b"%PDF-1.7").status_code == 503


@pytest.fixture
def signer(app: Flask, settings: Settings) -> Signer:
    """A sole representative who has signed the guarantee, and it is sealed."""
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    found = Signer(app, settings).enter("lee-siheom")
    found.sign_guarantee()
    drain(settings)
    return found


@pytest.fixture
def paper(signer: Signer) -> bytes:
    return signer.get(signer.at("paper.pdf")).data


def check(stranger: Visitor, content: bytes, **headers: str) -> TestResponse:
    return stranger.client.post(
        "/verify",
        data={"file": (io.BytesIO(content), "paper.pdf")},
        base_url=stranger.base_url,
        headers=headers,
    )


def heading(page: TestResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text)
    assert found, page.text
    return found[1]


def test_the_original(stranger: Visitor, paper: bytes) -> None:
    page = check(stranger, paper)
    assert (page.status_code, heading(page)) == (200, "원본이 맞습니다")
    for said in (NUMBER, "신용보증 약정서", "이*험", "취소되거나 대체되지 않았습니다"):
        assert said in page.text
    assert "이시험" not in page.text


def test_one_changed_byte(stranger: Visitor, paper: bytes) -> None:
    changed = bytearray(paper)
    changed[5000] ^= 1
    page = check(stranger, bytes(changed))
    assert heading(page) == "원본과 다릅니다"
    assert "봉인한 뒤에 내용이 바뀌었습니다" in page.text
    assert NUMBER not in page.text, "nothing of what such a file says is repeated"


def test_the_bundle_around_it(stranger: Visitor, signer: Signer) -> None:
    bundle = signer.get(signer.at("bundle.zip")).data
    page = check(stranger, bundle)
    assert (page.status_code, heading(page)) == (200, "원본이 맞습니다")
    for said in (NUMBER, "이*험", "증거 묶음", "서명 획", "점 하나까지", "취소되거나 대체되지"):
        assert said in page.text
    assert "이시험" not in page.text


def test_a_bundle_with_another_stroke(stranger: Visitor, signer: Signer) -> None:
    files = opened(signer.get(signer.at("bundle.zip")).data)
    files["strokes/1.json"] = files["strokes/1.json"].replace(b",120]", b",121]", 1)
    page = check(stranger, sealed_up(files))
    assert heading(page) == "원본과 다릅니다"
    assert "1번째 서명자 단독대표 이*험" in page.text
    assert NUMBER not in page.text


def test_a_hostile_bundle_is_refused_in_words(stranger: Visitor) -> None:
    with_path = io.BytesIO()
    with zipfile.ZipFile(with_path, "w") as archive:
        archive.writestr("../../etc/passwd", b"x")
    page = check(stranger, with_path.getvalue())
    assert (page.status_code, heading(page)) == (200, "확인할 수 없습니다")
    assert "파일 이름이 들어 있어 열지 않았습니다" in page.text


def test_a_void_agreement_is_called_void(stranger: Visitor, signer: Signer, paper: bytes) -> None:
    signer.answer("decline", {"reason": "다시 생각했습니다"})
    assert heading(check(stranger, paper)) == "무효가 된 문서입니다"
    drain(signer.settings)
    notice = signer.get(signer.at("void-notice.pdf")).data
    page = check(stranger, notice)
    assert heading(page) == "원본이 맞습니다"
    assert "약정 무효 확인서" in page.text
    by_number = stranger.get(f"/verify/{NUMBER}").text
    assert by_number.count("무효</span>") == 1


def test_an_unsigned_paper_is_no_original(
    stranger: Visitor, app: Flask, settings: Settings
) -> None:
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    unsigned = Signer(app, settings).enter("lee-siheom")
    page = check(stranger, unsigned.get(unsigned.at("paper.pdf")).data)
    assert heading(page) == "확인할 수 없습니다"


@pytest.mark.parametrize(("content", "said"), [(b"", "골라"), (b"hello", "PDF 파일이 아닙니다")])
def test_no_file_and_no_pdf(stranger: Visitor, content: bytes, said: str) -> None:
    page = check(stranger, content)
    assert (page.status_code, said in page.text) == (422, True)


def bomb() -> bytes:
    packed = zlib.compress(bytes(300_000_000), 9)
    return (
        b"%PDF-1.7\n1 0 obj\n<</Length "
        + str(len(packed)).encode()
        + (
            b"/Filter/FlateDecode/Type/ObjStm/N 1000000/First 10>>stream\n"
            + packed
            + b"\nendstream endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R>>"
            + b"\nstartxref\n0\n%%EOF"
        )
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "xref": lambda: (
        b"%PDF-1.7\nxref\n0 99999999\ntrailer<</Root 1 0 R/Size 9>>\nstartxref\n9\n%%EOF"
    ),
    "loop": lambda: (
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>"
        b"\nstartxref\n9\n%%EOF"
    ),
    "deep": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\n%%EOF",
    "encrypted": lambda: (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>"
    ),
    "script": lambda: (
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
    ),
    "large": lambda: b"%PDF-1.7\n" + bytes(MOST_BYTES - 9),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_calm_answer(stranger: Visitor, name: str) -> None:
    began = time.monotonic()
    page = check(stranger, HOSTILE[name]())
    assert (page.status_code, heading(page)) == (200, "확인할 수 없습니다")
    assert time.monotonic() - began < examine.WALL + 5


def test_a_file_that_is_too_large_is_refused(stranger: Visitor) -> None:
    assert check(stranger, b"%PDF-1.7\n" + bytes(MOST_BYTES + 100_000)).status_code == 413


def test_an_examination_ends_when_it_costs_too_much(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, paper: bytes
) -> None:
    monkeypatch.setattr(examine, "WALL", 0.001)
    assert examine.examine(paper, settings.keys / "trust.pem") is None


def test_only_one_at_a_time(stranger: Visitor, paper: bytes, monkeypatch: Any) -> None:
    """The others are asked to come again; a signer's pages are not kept waiting."""
    monkeypatch.setattr(
        "app.vault.screens.file.examine", lambda *_: time.sleep(4) or {"checks": [], "facts": {}}
    )
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: check(stranger, paper).status_code, range(2)))
    assert sorted(answers) == [200, 503]


def test_thirty_files_from_one_address(stranger: Visitor, monkeypatch: Any, clock: Any) -> None:
    monkeypatch.setattr("app.vault.screens.file.examine", lambda *_: {"checks": [], "facts": {}})
    answers = [check(stranger, b"%PDF-1.7").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_by_number_names_nobody(stranger: Visitor, signer: Signer, paper: bytes) -> None:
    sent = stranger.post("/verify/number", {"number": f" {NUMBER.lower()} "})
    page = stranger.get(sent.location)
    assert page.status_code == 200
    assert "신용보증 약정서" in page.text
    for hidden in ("이시험", "이*험", "30,000,000", "데모설비"):
        assert hidden not in page.text


def test_a_paper_that_is_not_sealed_is_not_there(
    stranger: Visitor, app: Flask, settings: Settings
) -> None:
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    page = stranger.get(f"/verify/{NUMBER}")
    assert (page.status_code, "그 번호의 문서가 없습니다" in page.text) == (404, True)


def test_with_the_code_names_and_amount_can_be_compared(
    stranger: Visitor, signer: Signer, paper: bytes
) -> None:
    code = code_on(paper)
    page = stranger.post(f"/verify/{NUMBER}", {"code": f" {code.lower().replace('-', ' ')} "})
    assert (page.status_code, heading(page)) == (200, "등록된 내용입니다")
    for shown in ("신용보증 약정서", "데모설비 주식회사", "이시험", "30,000,000"):
        assert shown in page.text


def test_a_wrong_code_shows_nothing_and_says_where_the_right_one_stands(
    stranger: Visitor, signer: Signer, paper: bytes
) -> None:
    for typed in ("", "7K2M-Q9XD-4HTN", "\x00", "가" * 100):
        page = stranger.post(f"/verify/{NUMBER}", {"code": typed})
        assert (page.status_code, "열두 글자를 다시" in page.text) == (422, True)
        assert "이시험" not in page.text
    assert stranger.post("/verify/AR-2026-9999", {"code": code_on(paper)}).status_code == 404
    answers = [stranger.post(f"/verify/{NUMBER}", {"code": "X"}).status_code for _ in range(20)]
    assert answers[-1] == 429


def test_the_code_of_a_void_agreement_says_void(
    stranger: Visitor, signer: Signer, paper: bytes
) -> None:
    signer.answer("decline", {"reason": "다시 생각했습니다"})
    page = stranger.post(f"/verify/{NUMBER}", {"code": code_on(paper)})
    assert heading(page) == "무효가 된 문서입니다"


def test_the_code_is_nowhere_in_the_database(
    signer: Signer, paper: bytes, settings: Settings
) -> None:
    plain = code_on(paper).replace("-", "")
    with database().reads.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                assert plain not in repr(row).replace("-", "")


def test_an_archived_paper_holds_and_says_so(
    stranger: Visitor, signer: Signer, paper: bytes, settings: Settings
) -> None:
    with reading() as session:
        (seal,) = session.scalars(select(Seal))
        finish = Keeper(settings).next_revision(session, seal.id)
    assert finish
    with unit() as u:
        finish(u)
    assert "이후 보강됨" in check(stranger, paper).text
    stronger = check(stranger, signer.get(signer.at("paper.pdf")).data)
    assert heading(stronger) == "원본이 맞습니다"
    assert "보관용 시점확인이 봉인을 이어서 지키고 있습니다." in stronger.text


@pytest.mark.parametrize("typed", ["", "  ", "a/b", "\x00"])
def test_no_number(stranger: Visitor, typed: str) -> None:
    page = stranger.post("/verify/number", {"number": typed})
    assert (page.status_code, "문서번호를 입력해 주세요" in page.text) == (422, True)


def test_another_sites_form_is_refused(stranger: Visitor) -> None:
    assert check(stranger, b"%PDF-1.7", Origin="https://elsewhere.example").status_code == 403


def test_a_paper_that_contradicts_itself_under_a_good_seal(
    stranger: Visitor, settings: Settings
) -> None:
    sealer = keys.sealer(settings)
    lie = sealer.seal(lying.lies()["another amount on the page"]).content
    page = check(stranger, lie)
    assert heading(page) == "원본과 다릅니다"
    assert "봉인은 온전하지만" in page.text
    assert "눈에 보이는 글이 붙임 기록과 다르거나" in page.text


def test_every_paper_of_an_agreement_holds_to_the_letter(
    app: Flask, settings: Settings, clock: Any
) -> None:
    """The guarantee and the pledge of two people, one of whom typed a name."""
    register_corporation(("lee-siheom", "이시험", "JOINT"), ("park-demo", "박데모", "JOINT"))
    send_to_corporation()
    lee, park = (Signer(app, settings).enter(login) for login in ("lee-siheom", "park-demo"))
    lee.sign_guarantee()
    typed = park.to("sign").answer("sign", {"way": "name", "ink": "", "name": "박데모"})
    assert typed.status_code == 303, typed.text
    park.conclude()
    drain(settings)
    lee.sign_pledge()
    park.sign_pledge()
    drain(settings)
    trust = (settings.keys / "trust.pem").read_bytes()
    with reading() as session:
        files = [store().get(seal.store_key) for seal in session.scalars(select(Seal))]
    assert len(files) == 2
    for pdf in files:
        assert [check for check in verify(pdf, trust).checks if not check.ok] == []
