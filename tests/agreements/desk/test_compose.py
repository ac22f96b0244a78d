"""Composing a request: what is typed is kept, what is wrong is said at its place, what is sent is
what the preview showed, once."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.agreements import acts
from app.agreements.models import AgreementDraft, AgreementNumber, AgreementRequest
from app.agreements.queries import owner_of
from app.audit.queries import faults, trail
from app.config import Settings
from app.core.text import sms_bytes
from app.db.unit import reading
from app.worker import drain
from tests.agreements.desk.conftest import Desk
from tests.support.signer import Signer, register_corporation, texts_on_phone


def rows(model: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_form_is_no_draft_yet(desk: Desk) -> None:
    page = desk().get("/desk/agreements/new")
    assert page.status_code == 200
    assert rows(AgreementDraft) == 0


def test_what_is_typed_is_kept_however_unfinished(desk: Desk) -> None:
    officer = desk()
    kept = officer.press("keep", amount="삼천", bank="데모은행", business_number="099", years="")
    assert kept.location == officer.at("?kept=1")
    page = officer.get(officer.at()).text
    for typed in ('value="삼천"', 'value="데모은행"', 'value="099"'):
        assert typed in page
    assert "예시" not in page


def test_drafts_are_sealed_in_the_database(desk: Desk) -> None:
    desk().press("keep", purpose="비밀스러운 용도")
    with reading() as session:
        raw = session.connection().exec_driver_sql("SELECT typed FROM agreement_draft").scalar()
    assert raw
    assert "비밀".encode() not in bytes(raw)


def test_the_firm_is_found_with_its_people(desk: Desk) -> None:
    officer = desk()
    officer.press("find")
    page = officer.get(officer.at()).text
    for words in ("홍길동설비", "개인사업자", "010-****-0001", "사업자등록증명과 맞습니다"):
        assert words in page
    assert "01000000001" not in page


def test_what_it_comes_to_is_said(desk: Desk) -> None:
    officer = desk()
    officer.press("again", period_start="2027-01-04")
    page = officer.get(officer.at()).text
    assert "3천만원" in page
    assert "2032.01.03까지 1,826일" in page
    assert "1,500,821원" in page, "30,000,000 × 1 % × 1,826 / 365, cut off"
    sms = re.search(r'class="bubble">([^<]+)', page)
    assert sms
    assert f"{sms_bytes(sms[1].replace('&gt;', '>'))}/90바이트" in page


def test_a_product_fills_what_is_empty(desk: Desk) -> None:
    officer = desk()
    officer.press("find", years="", ratio="", fee="0.7")
    page = officer.get(officer.at()).text
    assert re.findall(r'id="(?:years|ratio|fee)"[^>]*value="([^"]*)"', page) == ["5", "85", "0.7"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"amount": "많이"}, "amount", "1,000,000부터 800,000,000까지"),
        ({"amount": "800,000,001"}, "amount", "800,000,000까지"),
        ({"ratio": "49.99"}, "ratio", "50%부터 100%"),
        ({"fee": "2.5"}, "fee", "0.5%부터 2.0%"),
        ({"years": "11"}, "years", "1부터 10까지"),
        ({"period_start": "어제"}, "period_start", "날짜를 골라"),
        ({"bank": ""}, "bank", "1자 이상 40자 이하"),
        ({"purpose": "🙂"}, "purpose", "쓸 수 없는 글자"),
        ({"deadline_day": "2020-01-01"}, "deadline_day", "지금보다 뒤의"),
        ({"deadline_time": ""}, "deadline_day", "지금보다 뒤의"),
        ({"business_number": "099-12-00057"}, "business_number", "10자리를 다시 확인"),
        ({"business_number": "099-81-00014"}, "business_number", "등록부에 없습니다"),
        ({"product": ""}, "product", "보증상품을 골라"),
        ({"product": "남의 상품"}, "product", "보증상품을 골라"),
        ({"confirmed": ""}, "confirmed", "견주어 보고 체크"),
        ({"register": "0" * 64}, "confirmed", "등록부가 바뀌었습니다"),
        ({"extract": ""}, "extract", "90일 안에"),
        ({"extract": "2020-01-01"}, "extract", "90일 안에"),
        ({"extract": "2999-01-01"}, "extract", "90일 안에"),
    ],
)
def test_each_mistake_stands_at_its_field_and_nothing_is_sent(
    desk: Desk, change: dict[str, str], field: str, said: str
) -> None:
    officer = desk()
    page = officer.press("send", **change)
    assert page.status_code == 422
    at = re.search(rf'id="{field}-error">.*?</div>', page.text, re.DOTALL)
    assert at, page.text
    assert said in at[0]
    assert f'href="#{field}"' in page.text
    for typed in change.values():
        assert not typed or field == "confirmed" or typed in page.text
    assert rows(AgreementRequest) == rows(AgreementNumber) == 0


def test_sent_at_once_up_to_the_limit(app: Flask, settings: Settings, desk: Desk) -> None:
    officer = desk()
    number = officer.send(amount="100,000,000")
    page = Signer(app, settings, number).enter().see("request").text
    assert "100,000,000" in page
    drain(settings)
    assert len([text for text in texts_on_phone() if "요청이 도착했습니다" in text]) == 1
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        chain = trail(session, owner_of(request.id))
        assert list(faults(session)) == []
    assert [entry.action.rpartition(":")[2] for entry in chain[:2]] == ["composed", "released"]
    assert {entry.actor for entry in chain[:2]} == {f"staff:{request.composed_by}"}
    assert request.released_by == request.composed_by != ""
    shown = officer.get(f"/desk/agreements/{number}").text
    assert "요청을 쓰고 등록부를 확인했습니다" in shown
    assert "<td>김창구</td>" in shown, "the trail names the member of staff"


def test_pressed_twice_is_sent_once(settings: Settings, desk: Desk) -> None:
    officer = desk()
    first = officer.press("send")
    again = officer.press("send")
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    drain(settings)
    assert rows(AgreementRequest) == 1
    assert len(texts_on_phone()) == 1
    assert officer.press("keep", amount="1").location == first.location, "what is out stays so"


def test_the_preview_is_the_signers_own_page(app: Flask, settings: Settings, desk: Desk) -> None:
    officer = desk()
    officer.press("find")
    shown = officer.get(officer.at()).text.partition("inert")[2].partition("</aside>")[0]
    number = officer.send()
    page = Signer(app, settings, number).enter().see("request").text
    cards = page[page.index('<section class="card">') : page.index('<div class="bar">')]
    assert cards.replace(number, "AR-미정").strip() in shown


def test_the_papers_can_be_read_before_they_are_sent(desk: Desk) -> None:
    officer = desk()
    officer.press("find")
    page = officer.get(officer.at("/text"))
    assert page.status_code == 200
    assert "제1조" in page.text
    paper = officer.get(officer.at("/paper.pdf"))
    assert paper.data.startswith(b"%PDF-")
    assert officer.get(officer.at("/pledge-paper.pdf")).status_code == 404
    officer.press("keep", amount="")
    assert officer.get(officer.at("/text")).status_code == 422


def test_of_several_representatives_one_is_designated(desk: Desk) -> None:
    people = register_corporation(
        ("choi", "최예시", "SEVERAL"), ("jung", "정표본", "SEVERAL"), ("kim", "김담당", "CONTACT")
    )
    officer = desk()
    firm = {"business_number": "099-81-00028"}
    page = officer.press("send", **firm)
    assert page.status_code == 422
    assert "서명할 각자대표를 골라" in page.text
    assert "등기사항증명서와 맞습니다" in page.text
    number = officer.send(**firm, designated=people["jung"])
    page = officer.get(f"/desk/agreements/{number}").text
    assert "정표본" in page
    with reading() as session:
        assert session.scalars(select(AgreementRequest)).one().designated == people["jung"]


def test_a_draft_is_its_composers_alone(desk: Desk) -> None:
    officer, other = desk(), desk("other")
    officer.press("keep")
    other.draft = officer.draft
    for page in (
        other.get(officer.at()),
        other.get(officer.at("/text")),
        other.get(officer.at("/paper.pdf")),
        other.press("keep"),
        other.post(officer.at("/live"), other.typed()),
        other.post(officer.at("/release"), {"revision": "1"}),
        other.post(officer.at("/return"), {"reason": "까닭"}),
        other.post(officer.at("/take-back")),
    ):
        assert page.status_code == 404
    assert officer.at() not in other.get("/desk/agreements/drafts").text
    assert officer.at() in officer.get("/desk/agreements/drafts").text


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    officer = desk()
    officer.press("keep")
    assert officer.press("drop").location == "/desk/agreements/drafts"
    assert rows(AgreementDraft) == 0


@pytest.mark.parametrize("draft_id", ["x", "a" * 37, "%00", "AR-2026-0001"])
def test_no_id_of_ours_makes_no_draft(desk: Desk, draft_id: str) -> None:
    officer = desk()
    page = officer.post(f"/desk/agreements/drafts/{draft_id}", {"act": "keep"})
    assert page.status_code in (400, 404)
    assert rows(AgreementDraft) == 0


def test_while_it_is_typed_it_is_kept_and_shown(desk: Desk) -> None:
    officer = desk()
    officer.press("find")
    part = officer.post(officer.at("/live"), officer.typed(amount="25000000"), HX_Request="true")
    assert part.status_code == 200
    assert "2,500만원" in part.text
    assert "<html" not in part.text
    assert 'value="25000000"' in officer.get(officer.at()).text


def test_sent_and_signed_at_the_counter(desk: Desk) -> None:
    officer = desk()
    sent = officer.press("counter")
    page = officer.get(str(sent.location))
    assert (page.status_code, "창구에서 서명" in page.text) == (200, True)
    assert "/login?next=/agreements" in page.text
    done = officer.post(str(sent.location), {"idempotency_key": "k" * 36})
    assert done.status_code == 303
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        actions = [entry.action for entry in trail(session, owner_of(request.id))]
    assert actions.count("agreements:request:handed-over") == 1
    assert acts.HAND_OVER
