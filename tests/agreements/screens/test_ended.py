"""Declined, expired, recalled: each its own calm page with a next action, and no agreement."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.agreements import requests
from app.agreements.models import AgreementRequest
from app.db.unit import reading
from app.signing.models import Document
from app.worker import drain
from tests.support.signer import NUMBER, Signer, texts_on_phone


def states() -> tuple[str, str]:
    with reading() as session:
        request = session.scalars(select(AgreementRequest.state)).one()
        return request, session.scalars(select(Document.state)).one()


def test_declining_asks_for_the_reason(signer: Signer) -> None:
    page = signer.see("decline")
    assert (page.status_code, "거절하는 까닭" in page.text) == (200, True)
    assert signer.answer("decline", {"reason": " "}).status_code == 422
    assert states() == ("REQUESTED", "OPEN")


def test_a_reason_holds_only_what_can_be_seen(signer: Signer) -> None:
    assert signer.answer("decline", {"reason": "\u202e\u200b\x07 \u2066"}).status_code == 422
    assert signer.answer("decline", {"reason": "조건이\u202e 달라요"}).status_code == 303
    assert "조건이 달라요" in signer.see("request").text


def test_declined(signer: Signer) -> None:
    assert signer.answer("decline", {"reason": "금액이 다릅니다"}).status_code == 303
    assert states() == ("DECLINED", "VOID")
    page = signer.see("request")
    assert page.status_code == 410
    assert "약정을 거절했습니다" in page.text
    assert "금액이 다릅니다" in page.text


def test_the_deadline_passes_while_signing(signer: Signer, clock: Any) -> None:
    signer.to("identify")
    code = signer.ask()
    clock.move(timedelta(minutes=2))
    with_deadline(clock.instant + timedelta(minutes=1))
    clock.move(timedelta(minutes=1))
    answered = signer.confirm(code, key="k")
    assert answered.status_code == 410
    assert "서명 기한이 지났습니다" in answered.text
    assert "055-000-0000" in answered.text
    drain(signer.settings)
    assert states()[0] in ("IN_SIGNING", "EXPIRED")


def with_deadline(instant: Any) -> None:
    from app.db.unit import unit

    with unit() as u:
        u.session.scalars(select(AgreementRequest)).one().deadline = instant


def test_the_worker_ends_a_request_at_its_deadline(signer: Signer, clock: Any) -> None:
    drain(signer.settings)
    assert states() == ("REQUESTED", "OPEN")
    clock.move(timedelta(days=15))
    drain(signer.settings)
    assert states() == ("EXPIRED", "VOID")


def test_recalled(signer: Signer) -> None:
    signer.to("sign")
    requests.recall(NUMBER, "서류를 다시 받습니다")
    assert states() == ("RECALLED", "VOID")
    answered = signer.answer("sign", {"way": "name", "name": "홍길동"}, key="k")
    assert answered.status_code == 410
    assert "요청이 회수되었습니다" in answered.text
    drain(signer.settings)
    assert [text for text in texts_on_phone() if "회수" in text or "거두" in text]


@pytest.mark.parametrize("step", ["request", "cautions", "text", "ticks", "sign", "identify"])
def test_nothing_can_be_done_any_more(signer: Signer, step: str) -> None:
    requests.recall(NUMBER, "서류를 다시 받습니다")
    assert signer.see(step).status_code == 410
    assert signer.answer(step, {"version": "1"}, key="k").status_code == 410
    assert signer.answer("decline", {"reason": "아닙니다"}).status_code == 410
    assert states() == ("RECALLED", "VOID")


def test_declining_what_is_concluded_shows_the_conclusion(signer: Signer) -> None:
    signer.to("identify")
    signer.confirm(signer.ask())
    page = signer.see("decline")
    assert (page.status_code, page.location) == (303, signer.at("done"))
    assert signer.answer("decline", {"reason": "아닙니다"}).status_code == 409
    assert states() == ("COMPLETED", "CONCLUDED")
