"""A person's rights: taking data along, correction, and who may answer."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.db.unit import reading
from app.parties.models import Institution
from app.privacy.models import RightsRequest
from app.worker import drain
from tests.support import signer
from tests.support.signer import Signer, phone
from tests.support.visitor import Visitor

Staff = Callable[..., Visitor]


def ask(hong: Visitor, kind: str = "correction", words: str = "메일 주소가 바뀌었습니다") -> object:
    with reading() as session:
        place = session.scalars(select(Institution.id)).first()
    return hong.post("/me/data", {"kind": kind, "words": words, "institution": place})


def asked() -> list[RightsRequest]:
    with reading() as session:
        return list(session.scalars(select(RightsRequest).order_by(RightsRequest.id)))


def test_everything_kept_is_taken_along(hong: Signer, staff: Staff) -> None:
    hong.sign_guarantee()
    staff("changwon", role="branch").get("/desk/agreements/AR-2026-0001")
    answer = hong.post("/me/data/export")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
        assert folder.namelist() == ["my-data.json", "my-data.html"]
        found = json.loads(folder.read("my-data.json"))
        page = folder.read("my-data.html").decode()
    assert found["register"][0]["name"] == "홍길동"
    assert found["register"][1]["number"] == "010-0000-0001"
    assert found["requests"][0]["number"] == "AR-2026-0001"
    assert found["signatures"][0]["content"]
    assert {row["consent"] for row in found["consents"]} >= {"마케팅 수신"}
    assert found["messages"]
    assert found["sessions"]
    assert found["accesses"][0]["action"] == "viewed"
    for words in ("홍길동", "010-0000-0001", "등록된 정보", "내 정보를 본 기록"):
        assert words in page
    assert "<script" not in page


def test_others_are_not_in_it(app: Flask, settings: Settings) -> None:
    signer.register_corporation(("lee-siheom", "이시험", "JOINT"), ("park-demo", "박데모", "JOINT"))
    signer.send_to_corporation()
    lee = Signer(app, settings).enter("lee-siheom")
    with zipfile.ZipFile(io.BytesIO(lee.post("/me/data/export").data)) as folder:
        text = folder.read("my-data.json").decode() + folder.read("my-data.html").decode()
    assert "이시험" in text
    assert "박데모" not in text


def test_a_correction_is_asked_answered_and_told(
    settings: Settings, hong: Signer, staff: Staff
) -> None:
    desk = staff()
    assert ask(hong).status_code == 303
    (found,) = asked()
    page = desk.get("/desk/subjects").text
    assert found.number in page
    assert "홍*동" in page
    page = desk.get(f"/desk/subjects/{found.number}").text
    assert "메일 주소가 바뀌었습니다" in page
    form = {"act": "done", "words": "메일 주소를 고쳤습니다"}
    assert desk.post(f"/desk/subjects/{found.number}", form).status_code == 303
    assert desk.post(f"/desk/subjects/{found.number}", form).status_code == 409
    page = hong.get("/me/data").text
    assert "처리 완료" in page
    assert "메일 주소를 고쳤습니다" in page
    drain(settings)
    mails = [m.text for m in phone() if m.channel == "mail"]
    assert any("메일 주소를 고쳤습니다" in text for text in mails)
    assert any(found.number in text and "관리자께" in text for text in mails)


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("", "메일이 바뀌었습니다", "하나를 골라 주세요"),
        ("nonsense", "메일이 바뀌었습니다", "하나를 골라 주세요"),
        ("correction", "음", "4자에서 500자"),
        ("erasure", "가" * 501, "4자에서 500자"),
    ],
)
def test_a_request_that_says_too_little(hong: Signer, kind: str, words: str, said: str) -> None:
    page = ask(hong, kind, words)
    assert page.status_code == 422
    assert said in page.text
    assert words in page.text
    assert asked() == []


def test_the_same_is_asked_once_at_a_time(hong: Signer) -> None:
    assert ask(hong).status_code == 303
    assert ask(hong).status_code == 409
    assert ask(hong, "erasure", "모두 지워 주세요").status_code == 303
    assert [each.number[-4:] for each in asked()] == ["0001", "0002"]


def test_an_institution_one_has_nothing_to_do_with_is_not_asked(hong: Signer, staff: Staff) -> None:
    staff("coop-admin", "COOP")
    with reading() as session:
        other = session.scalars(select(Institution.id).filter_by(code="COOP")).one()
    form = {"kind": "correction", "words": "고쳐 주세요", "institution": other}
    assert hong.post("/me/data", form).status_code == 404


def test_another_institution_sees_nothing_of_it(hong: Signer, staff: Staff) -> None:
    ask(hong)
    other, number = staff("coop-admin", "COOP"), asked()[0].number
    assert number not in other.get("/desk/subjects").text
    assert other.get(f"/desk/subjects/{number}").status_code == 404
    form = {"act": "refused", "words": "모르는 분입니다"}
    assert other.post(f"/desk/subjects/{number}", form).status_code == 404


def test_an_answer_needs_words_and_a_known_act(hong: Signer, staff: Staff) -> None:
    ask(hong)
    desk, path = staff(), f"/desk/subjects/{asked()[0].number}"
    page = desk.post(path, {"act": "refused", "words": "음"})
    assert page.status_code == 422
    assert "4자에서 500자" in page.text
    assert desk.post(path, {"act": "explode", "words": "없습니다"}).status_code == 400
    assert asked()[0].state == "ASKED"
