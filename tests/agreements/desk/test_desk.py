"""The desk's list and pages: what staff find, and that nobody sees another institution's."""

import csv
import io
import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.agreements import requests
from app.config import Settings
from app.core.phone import hyphened
from app.core.tables import safe
from app.db.unit import unit
from app.parties.models import Branch, Institution
from app.worker import drain
from tests.agreements.desk.conftest import LetIn
from tests.support import signer
from tests.support.visitor import Visitor


def numbers(page: str) -> list[str]:
    return re.findall(r'href="/desk/agreements/(AR-[0-9-]+)"', page)


def test_the_newest_request_stands_first(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    signer.send("AR-2026-0002")
    page = officer().get("/desk/agreements")
    assert numbers(page.text) == ["AR-2026-0002", "AR-2026-0001"]
    assert "30,000,000" in page.text
    assert "0/1" in page.text


def test_the_desk_begins_with_the_list(officer: LetIn) -> None:
    assert officer().get("/desk").location == "/desk/agreements"


def test_tabs_divide_by_state(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    signer.send("AR-2026-0002")
    requests.recall("AR-2026-0001", "서류를 다시 받습니다")
    desk = officer()
    found = {
        tab: numbers(desk.get(f"/desk/agreements?tab={tab}").text)
        for tab in ("all", "waiting", "done", "over", "nonsense")
    }
    assert found == {
        "all": ["AR-2026-0002", "AR-2026-0001"],
        "waiting": ["AR-2026-0002"],
        "done": [],
        "over": ["AR-2026-0001"],
        "nonsense": ["AR-2026-0002", "AR-2026-0001"],
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ar-2026-0001", True),
        ("099-12-00056", True),
        ("0991200056", True),
        ("홍길동", True),
        ("길동", False),
        ("%", False),
        ("AR-2026-000", False),
    ],
)
def test_search(officer: LetIn, search: str, found: bool) -> None:
    signer.send("AR-2026-0001")
    page = officer().post("/desk/agreements", {"q": search})
    assert page.status_code == 200
    assert (numbers(page.text) == ["AR-2026-0001"]) is found
    assert found or "맞는 전자약정이 없습니다" in page.text


def test_what_is_searched_for_stands_in_no_address(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    page = officer().post("/desk/agreements", {"q": "홍길동"})
    assert "q=" not in page.text


def test_pages_follow_one_another_without_gaps(officer: LetIn, monkeypatch) -> None:
    monkeypatch.setattr("app.agreements.desk.queries.PAGE", 2)
    monkeypatch.setattr("app.agreements.desk.list_.PAGE", 2)
    for serial in range(1, 6):
        signer.send(f"AR-2026-000{serial}")
    desk, address, seen = officer(), "/desk/agreements", []
    while address:
        page = desk.get(address).text
        seen += numbers(page)
        more = re.search(r'href="(/desk/agreements[^"]*before=[^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert seen == [f"AR-2026-000{serial}" for serial in range(5, 0, -1)]


def test_another_institution_and_another_branch_see_nothing(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    with unit() as u:
        home = u.session.query(Institution).filter_by(code="FOUND").one()
        u.session.add(Branch(institution_id=home.id, name="진주지점", phone="0550000000"))
    for login, institution, branch in (
        ("coop-officer", "COOP", ""),
        ("jinju", "FOUND", "진주지점"),
    ):
        desk = officer(login, institution, branch)
        assert numbers(desk.get("/desk/agreements").text) == []
        assert numbers(desk.post("/desk/agreements", {"q": "AR-2026-0001"}).text) == []
        assert desk.get("/desk/agreements/AR-2026-0001").status_code == 404


def test_the_whole_institution_is_seen_from_a_post_without_a_branch(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    assert numbers(officer("found-admin", branch="").get("/desk/agreements").text)


def test_a_signer_is_told_that_the_desk_is_for_staff(app: Flask, officer: LetIn) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("gildong")
    page = visitor.get("/desk/agreements")
    assert (page.status_code, "직원만 볼 수 있는 화면입니다" in page.text) == (403, True)


def test_staff_never_see_a_signers_page(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    desk = officer()
    assert desk.get("/agreements/AR-2026-0001/request").status_code == 404


def test_one_request_with_its_trail_in_words(
    app: Flask, settings: Settings, officer: LetIn
) -> None:
    signer.send("AR-2026-0001")
    signer.Signer(app, settings).enter().sign_guarantee()
    drain(settings)
    page = officer().get("/desk/agreements/AR-2026-0001").text
    assert "체결 완료" in page
    for words in ("전자약정을 요청했습니다", "본인인증을 통과했습니다", "문서를 봉인했습니다"):
        assert words in page
    assert re.findall(r"<td>[a-z]+:[a-z]+:[a-z-]+</td>", page) == [], "every event has its words"
    assert hyphened("01000000001") not in page
    assert "01000000001" not in page


def test_the_trail_as_a_table(app: Flask, settings: Settings, officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    signer.Signer(app, settings).enter().sign_guarantee()
    desk, address = officer(), "/desk/agreements/AR-2026-0001/trail.csv"
    desk.post(address, {"purpose": "audit", "words": "감사 자료"})
    answer = desk.get(address)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff순번,")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["순번"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    signed = next(row for row in rows if row["기록 이름"] == "signing:document:signed")
    assert (signed["누가"], signed["어디서"]) == ("홍길동", "Web")
    assert signed["일시 (한국시간)"].endswith("+09:00")
    assert all(len(row["기록의 확인값"]) == 64 for row in rows)
    assert "192.0.2.1" not in answer.text
    assert officer("coop", "COOP", "").get(address).status_code == 404


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(cell: str) -> None:
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe(cell).removeprefix("'") == cell.removeprefix("'")


def test_the_list_says_who_is_waited_for(officer: LetIn) -> None:
    signer.send("AR-2026-0001")
    desk = officer()
    assert "홍길동 님 차례" in desk.get("/desk/agreements").text
    requests.recall("AR-2026-0001", "서류를 다시 받습니다")
    assert "님 차례" not in desk.get("/desk/agreements").text


def test_a_tab_counts_no_further_than_it_says(officer: LetIn, monkeypatch) -> None:
    monkeypatch.setattr("app.agreements.desk.queries.COUNTED", 2)
    monkeypatch.setattr("app.agreements.desk.list_.COUNTED", 2)
    for serial in (1, 2, 3):
        signer.send(f"AR-2026-000{serial}")
    assert "전체 <b>1+</b>" in officer().get("/desk/agreements").text
