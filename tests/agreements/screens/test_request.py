"""약정 요청내역."""

import json
from datetime import timedelta

from app.agreements.requests import correct
from app.core import clock
from app.worker import drain
from tests.support.signer import NUMBER, Signer, texts_on_phone

FIELDS = (
    "홍길동",
    "홍길동설비",
    "099-12-00056",
    "30,000,000",
    "3천만원",
    "85%",
    "연 1.0%",
    "데모은행 창원지점",
    "운전자금",
    "서명자 현황",
    "055-000-0000",
)


def order(amount: int) -> str:
    return json.dumps(
        {
            "institution": "FOUND",
            "branch": "창원지점",
            "business_number": "099-12-00056",
            "product": "소상공인 일반보증",
            "amount": amount,
            "period_start": clock.today().isoformat(),
            "years": 5,
            "ratio_bps": 8500,
            "fee_bps": 100,
            "bank": "데모은행 창원지점",
            "purpose": "운전자금",
            "deadline": (clock.now() + timedelta(days=14)).isoformat(),
        }
    )


def test_every_field_is_shown(signer: Signer) -> None:
    page = signer.see("request").text
    assert [field for field in FIELDS if field not in page] == []


def test_a_request_changed_since_it_was_opened_says_so(signer: Signer) -> None:
    signer.to("ticks")
    correct(NUMBER, order(25_000_000), demo=True)
    assert signer.see("ticks").location == signer.at("request")
    page = signer.see("request").text
    assert "요청내역이 변경되었습니다. 다시 확인해 주세요." in page
    assert "25,000,000" in page


def test_a_page_of_the_former_version_cannot_be_answered(signer: Signer) -> None:
    correct(NUMBER, order(25_000_000), demo=True)
    answered = signer.answer("request", {"version": "1"})
    assert answered.status_code == 409
    assert "요청내역이 변경되었습니다" in answered.text
    assert signer.answer("request", {"version": "2"}).status_code == 303


def test_a_later_step_of_the_former_version_shows_the_change(signer: Signer) -> None:
    signer.to("sign")
    correct(NUMBER, order(25_000_000), demo=True)
    answered = signer.answer("sign", {"way": "name", "name": "홍길동"}, key="k")
    assert answered.status_code == 409
    assert "바뀐 내용 확인하기" in answered.text


def test_the_change_is_told_by_text_message(signer: Signer) -> None:
    correct(NUMBER, order(25_000_000), demo=True)
    drain(signer.settings)
    assert [text for text in texts_on_phone() if "내용이 바뀌었습니다" in text]
