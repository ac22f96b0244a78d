"""내 동의 내역: what one agreed to, and taking the optional part back, once, one's own."""

import re

from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.config import Settings
from app.db.unit import reading
from app.privacy.models import Withdrawal
from app.signing.models import Tick
from tests.support import signer
from tests.support.signer import ANSWERS, REQUIRED, Signer
from tests.support.visitor import Visitor


def sign_with_all(hong: Signer, monkeypatch) -> None:
    monkeypatch.setitem(ANSWERS, "ticks", {"tick": [*REQUIRED, "marketing"]})
    assert hong.sign_guarantee().status_code == 303


def forms(page: str) -> list[tuple[str, str]]:
    return re.findall(
        r'name="signature" value="([^"]+)"><input type="hidden" name="key" value="([^"]+)"', page
    )


def withdrawals() -> list[Withdrawal]:
    with reading() as session:
        return list(session.scalars(select(Withdrawal)))


def test_nothing_agreed_to_yet(hong: Signer) -> None:
    assert "동의한 내역이 없습니다" in hong.get("/me/consents").text


def test_what_was_agreed_to_over_which_text(hong: Signer) -> None:
    hong.sign_guarantee()
    page = hong.get("/me/consents").text
    assert "개인(신용)정보 조회" in page
    assert "제1판" in page
    assert "AR-2026-0001" in page
    assert "동의하지 않음" in page
    assert forms(page) == []


def test_an_optional_consent_is_taken_back_once(hong: Signer, monkeypatch) -> None:
    sign_with_all(hong, monkeypatch)
    ((signature, key),) = forms(hong.get("/me/consents").text)
    assert key == "marketing"
    for _ in range(2):
        sent = hong.post("/me/consents/withdraw", {"signature": signature, "key": key})
        assert sent.status_code == 303
    page = hong.get("/me/consents").text
    assert "동의를 거둠" in page
    assert forms(page) == []
    assert len(withdrawals()) == 1
    with reading() as session:
        query = select(AuditEntry).filter_by(action="privacy:consent:withdrawn")
        assert session.scalars(query).one().facts["key"] == "marketing"
        assert list(faults(session)) == []


def test_a_consent_the_contract_needs_stays(hong: Signer, monkeypatch) -> None:
    sign_with_all(hong, monkeypatch)
    with reading() as session:
        signature = session.scalars(select(Tick)).first()
    assert signature
    form = {"signature": signature.signature_id, "key": "credit-inquiry"}
    assert hong.post("/me/consents/withdraw", form).status_code == 409
    assert withdrawals() == []


def test_somebody_elses_consent_is_not_there(
    app: Flask, settings: Settings, hong: Signer, monkeypatch
) -> None:
    sign_with_all(hong, monkeypatch)
    ((signature, key),) = forms(hong.get("/me/consents").text)
    signer.register("gyeonbon", "한견본", "01000000007")
    other = Visitor(app.test_client())
    other.sign_in("gyeonbon")
    form = {"signature": signature, "key": key}
    assert other.post("/me/consents/withdraw", form).status_code == 404
    assert withdrawals() == []
