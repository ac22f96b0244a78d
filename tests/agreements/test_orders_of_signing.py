"""Who signs what in which order: every row, through the screens, on the real database."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import Account, LoginSession
from app.agreements.models import AgreementRequest
from app.agreements.requests import correct
from app.audit.models import AuditEntry
from app.config import Settings
from app.core.errors import Refused
from app.db.unit import reading, unit
from app.delivery.models import Message, OutboxRow
from app.demo.stories import ready
from app.identity.models import Challenge, IdentityCheck
from app.parties.models import Representation
from app.signing.models import Document, Signature
from app.worker import drain
from tests.agreements.orders import order
from tests.agreements.test_races import together
from tests.support.signer import (
    ANSWERS,
    BRANCH_MAIL,
    NUMBER,
    Signer,
    phone,
    register,
    register_corporation,
    send,
    send_to_corporation,
    texts_on_phone,
)

A, B, C, M = "lee-siheom", "park-demo", "choi-yesi", "jung-pyobon"
NAMES = {A: "이시험", B: "박데모", C: "최예시", M: "정표본"}


class Firm:
    """데모설비 주식회사 and its people before one agreement."""

    def __init__(self, app: Flask, settings: Settings, **roles: str):
        self.app, self.settings = app, settings
        self.people = [(LOGINS[key], NAMES[LOGINS[key]], role) for key, role in roles.items()]
        self.ids = register_corporation(*self.people)

    def at(self, key: str) -> Signer:
        """One of them, signed in on a phone of their own."""
        return Signer(self.app, self.settings).enter(LOGINS[key])


LOCKED = "앞선 약정이 체결된 뒤에 진행할 수 있습니다."
NOT_SIGNER = "이 약정에 서명하는 분이 아닙니다. 내용은 볼 수 있습니다."
CORRECTED = {"business_number": "099-81-00028", "amount": 50_000_000}
LOGINS = {"a": A, "b": B, "c": C, "m": M, "contact": M}


@pytest.fixture
def alone(app: Flask, settings: Settings) -> Firm:
    firm = Firm(app, settings, a="SOLE")
    send_to_corporation()
    return firm


@pytest.fixture
def joint(app: Flask, settings: Settings) -> Firm:
    firm = Firm(app, settings, a="JOINT", b="JOINT")
    send_to_corporation()
    return firm


@pytest.fixture
def several(app: Flask, settings: Settings) -> Firm:
    firm = Firm(app, settings, a="SEVERAL", b="SEVERAL")
    send_to_corporation(designated="이시험")
    return firm


def states() -> tuple[str, ...]:
    """The request's state, then each document's."""
    with reading() as session:
        request = session.scalars(select(AgreementRequest.state)).one()
        documents = session.scalars(select(Document.state).order_by(Document.position))
        return request, *documents


def post(signer: Signer, form: dict[str, str]) -> int:
    """Type the code: nothing but the one request, so that two can race."""
    answer = signer.client.post(signer.at("identify"), data=form, base_url=signer.base_url)
    return answer.status_code


def session_of(firm: Firm, key: str) -> str:
    """The session in which one of them is signed in."""
    query = (
        select(LoginSession.id)
        .join(Account, Account.id == LoginSession.account_id)
        .where(Account.login_id == LOGINS[key])
    )
    with reading() as session:
        return str(session.scalars(query).one())


def told_branch() -> list[str]:
    """The heads of the mails that the branch's office has."""
    return [mail.text.splitlines()[0] for mail in phone() if mail.to == BRANCH_MAIL]


def assert_refused(answer: TestResponse, status: int, sentence: str) -> None:
    """The status, and the sentence that says what to do next."""
    assert answer.status_code == status
    assert sentence in answer.text


def count(model: type[Any], **where: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def test_1_alone_the_guarantee_then_the_pledge(alone: Firm) -> None:
    a = alone.at("a")
    a.sign_guarantee()
    assert states() == ("IN_SIGNING", "CONCLUDED", "OPEN")
    assert a.sign_pledge().location == a.at("pledge-done")
    assert states() == ("COMPLETED", "CONCLUDED", "CONCLUDED")


def test_2_the_pledge_first_is_locked(alone: Firm) -> None:
    a = alone.at("a")
    for step in ("pledge", "pledge-sign"):
        assert_refused(a.answer(step, ANSWERS[step], key="k"), 409, LOCKED)
    assert states() == ("REQUESTED", "OPEN", "LOCKED")


def test_3_half_signed_the_pledge_is_still_locked(joint: Firm) -> None:
    a = joint.at("a")
    a.sign_guarantee()
    assert states() == ("IN_SIGNING", "PARTIALLY_SIGNED", "LOCKED")
    assert_refused(a.answer("pledge", {}, key="k"), 409, LOCKED)
    assert "다른 대표자의 서명을 기다리고 있습니다. (1/2)" in a.see("done").text


def test_4_order_inside_a_document_is_free(joint: Firm) -> None:
    a, b = joint.at("a"), joint.at("b")
    b.sign_guarantee()
    a.sign_guarantee()
    assert states() == ("IN_SIGNING", "CONCLUDED", "OPEN")
    b.sign_pledge()
    assert states() == ("IN_SIGNING", "CONCLUDED", "PARTIALLY_SIGNED")
    a.sign_pledge()
    assert states() == ("COMPLETED", "CONCLUDED", "CONCLUDED")


def test_5_three_joint_ones(app: Flask, settings: Settings) -> None:
    firm = Firm(app, settings, a="JOINT", b="JOINT", c="JOINT")
    send_to_corporation()
    seen = []
    for key in ("a", "c", "b"):
        firm.at(key).sign_guarantee()
        seen.append(states()[1])
    assert seen == ["PARTIALLY_SIGNED", "PARTIALLY_SIGNED", "CONCLUDED"]


def test_6_the_designated_one_concludes_alone(several: Firm) -> None:
    several.at("a").sign_guarantee()
    assert states() == ("IN_SIGNING", "CONCLUDED", "OPEN")


def test_7_another_than_the_designated_one_cannot(several: Firm) -> None:
    b = several.at("b")
    assert b.see("cautions").location == b.at("request")
    refused = b.answer("sign", ANSWERS["sign"], key="k")
    assert_refused(refused, 403, "체결되면 책임경영이행 약정에 서명해 주세요.")
    assert count(Signature) == 0


def test_8_all_several_ones_sign_the_pledge(several: Firm) -> None:
    a, b = several.at("a"), several.at("b")
    a.sign_guarantee()
    a.sign_pledge()
    assert states() == ("IN_SIGNING", "CONCLUDED", "PARTIALLY_SIGNED")
    b.sign_pledge()
    assert states()[0] == "COMPLETED"


def test_9_signing_twice_keeps_one_signature(joint: Firm) -> None:
    a = joint.at("a")
    a.sign_guarantee()
    again = a.answer("sign", ANSWERS["sign"], key="another")
    assert_refused(again, 409, "다시 서명하실 필요가 없습니다.")
    assert count(Signature) == 1


def test_10_a_new_version_asks_the_first_signer_again(joint: Firm) -> None:
    a, b = joint.at("a"), joint.at("b")
    b.to("sign")
    a.sign_guarantee()
    correct(NUMBER, order(**CORRECTED), demo=True)
    stale = b.answer("sign", ANSWERS["sign"], key="k")
    assert_refused(stale, 409, "요청내역이 변경되었습니다. 다시 확인해 주세요.")
    assert a.get(f"/agreements/{NUMBER}").location == a.at("request")
    for signer in (a, b):
        assert signer.answer("request", {"version": "2"}).status_code == 303
        for step in ("cautions", "text", "ticks", "sign"):
            assert signer.answer(step, ANSWERS[step]).status_code == 303
        signer.conclude()
    assert states()[1] == "CONCLUDED"


def test_10_a_version_that_changes_nothing_is_none(joint: Firm, clock: Any) -> None:
    send_to_corporation(number="AR-2026-0002")
    correct("AR-2026-0002", order(**CORRECTED), demo=True)
    with pytest.raises(Refused, match="NOTHING_CHANGED"):
        correct("AR-2026-0002", order(**CORRECTED), demo=True)


def test_11_one_declines_and_nothing_stands(joint: Firm) -> None:
    a, b = joint.at("a"), joint.at("b")
    a.sign_guarantee()
    assert b.answer("decline", {"reason": "금액이 다릅니다"}).status_code == 303
    assert states() == ("DECLINED", "VOID", "VOID")
    assert_refused(a.see("done"), 410, "이 요청으로 체결된 약정은 없습니다.")
    drain(joint.settings)
    assert len([text for text in texts_on_phone() if "거절" in text]) == 2
    assert told_branch() == ["AR-2026-0001 약정이 거절되었습니다"]


def test_12_the_deadline_between_two_signatures(joint: Firm, clock: Any) -> None:
    joint.at("a").sign_guarantee()
    clock.move(timedelta(days=15))
    b = joint.at("b")
    refused = b.answer("sign", ANSWERS["sign"], key="k")
    assert_refused(refused, 410, "기한이 끝나 서명할 수 없습니다.")
    assert "055-000-0000" in refused.text, "whom to ask for a new request"
    drain(joint.settings)
    assert states() == ("EXPIRED", "VOID", "VOID")
    assert told_branch() == ["AR-2026-0001 약정의 서명 기한이 지났습니다"]


def test_13_two_sign_at_the_same_instant_a_hundred_times(joint: Firm) -> None:
    pair = [(joint.at(key), joint.ids[LOGINS[key]], session_of(joint, key)) for key in "ab"]
    tokens = [signer.token() for signer, _, _ in pair]
    for turn in range(1, 101):
        number = f"AR-2026-{turn:04}"
        if turn > 1:
            send_to_corporation(number=number)
        presses = []
        for (signer, person, session), token in zip(pair, tokens, strict=True):
            signer.number = number
            code = ready(number, person, session).code
            form = {"csrf_token": token, "code": code, "idempotency_key": str(turn)}
            presses.append(partial(post, signer, form))
        assert together(*presses) == [303, 303], turn
    concluded = count(Document, state="CONCLUDED", position=1)
    assert (concluded, count(Document, state="OPEN", position=2)) == (100, 100)
    assert (count(Signature), count(OutboxRow, kind="signing.seal")) == (200, 100)
    assert count(Message, text_key="delivery.pledge") == 200, "each told once that the pledge opens"
    assert count(Message, text_key="delivery.partial") == 100, "the other told once of the first"


def test_14_the_actual_manager_signs_the_pledge_only(app: Flask, settings: Settings) -> None:
    firm = Firm(app, settings, a="SOLE", m="MANAGER")
    send_to_corporation()
    a, m = firm.at("a"), firm.at("m")
    assert_refused(m.answer("sign", ANSWERS["sign"], key="k"), 403, NOT_SIGNER)
    a.sign_guarantee()
    a.sign_pledge()
    assert states() == ("IN_SIGNING", "CONCLUDED", "PARTIALLY_SIGNED")
    m.sign_pledge()
    assert states()[0] == "COMPLETED"


def test_16_missing_ticks_or_signature_start_no_check(alone: Firm) -> None:
    a = alone.at("a").to("ticks")
    short = a.answer("ticks", {"tick": ANSWERS["ticks"]["tick"][1:]})
    assert_refused(short, 422, "필수 항목을 모두 체크해 주세요.")
    a.answer("ticks", ANSWERS["ticks"])
    assert_refused(
        a.answer("sign", {"way": "ink", "ink": ""}), 422, "서명이 필요한 부분에 서명해 주세요."
    )
    early = a.answer("identify/send", {"channel": "sms"}, key="k")
    assert_refused(early, 409, "앞 단계를 먼저 마쳐 주세요.")
    assert count(IdentityCheck) == count(Challenge) == 0


def test_17_a_person_has_no_pledge(app: Flask, settings: Settings) -> None:
    register()
    send()
    signer = Signer(app, settings).enter()
    signer.sign_guarantee()
    assert states() == ("COMPLETED", "CONCLUDED")
    assert signer.see("pledge").location == signer.at("done")


@pytest.mark.parametrize("when", ["before executing", "before the code"])
def test_18_a_replaced_representative_stops_it(alone: Firm, when: str) -> None:
    a = alone.at("a").to("sign" if when == "before executing" else "identify")
    code = a.ask() if when == "before the code" else ""
    with unit() as u:
        u.session.scalars(select(Representation)).one().until = u.now.date() - timedelta(days=2)
    refused = a.confirm(code, key="k") if code else a.answer("sign", ANSWERS["sign"])
    assert_refused(refused, 409, "지점에서 새로 요청하면 다시 진행하실 수 있습니다.")
    assert count(Signature) == 0
    again = a.answer("sign", ANSWERS["sign"])
    assert again.status_code == 409
    drain(alone.settings)
    assert told_branch() == ["AR-2026-0001 약정의 서명자가 등기와 다릅니다"], "once"


def test_19_the_contact_reads_and_never_signs(app: Flask, settings: Settings) -> None:
    firm = Firm(app, settings, a="SOLE", contact="CONTACT")
    send_to_corporation()
    contact = firm.at("contact")
    assert NUMBER in contact.get("/agreements").text
    page = contact.get(contact.at("request"))
    assert page.status_code == 200
    assert "서명할 수는 없습니다" in page.text
    assert contact.get(contact.at("paper.pdf")).status_code == 200
    for step in ("request", "sign", "pledge-sign", "decline"):
        refused = contact.answer(step, ANSWERS.get(step, {"reason": "아닙니다"}), key="k")
        assert_refused(refused, 403, NOT_SIGNER)
    assert states() == ("REQUESTED", "OPEN", "LOCKED")


def test_20_a_code_of_another_signers_challenge(joint: Firm) -> None:
    a, b = joint.at("a").to("identify"), joint.at("b").to("identify")
    code = a.ask()
    assert b.confirm(code, key="k").status_code == 422  # nobody sent B any
    b.ask()
    answered = b.confirm(code, key="l")
    assert_refused(answered, 422, "약정 당사자 본인이 인증해 주세요.")
    assert count(Signature) == 0
    assert count(AuditEntry, action="identity:code:tried") == 1


def test_voiding_one_voids_both(alone: Firm) -> None:
    a = alone.at("a")
    a.sign_guarantee()
    assert a.answer("decline", {"reason": "다시 생각했습니다"}, key="k").status_code == 303
    assert states() == ("DECLINED", "VOID", "VOID")


def test_the_pledge_carries_the_guarantees_hash(alone: Firm) -> None:
    with reading() as session:
        first, second = session.scalars(select(Document).order_by(Document.position))
    assert second.data["guarantee_hash"] == first.document_hash


def test_reminders_go_to_those_who_have_not_signed_once(joint: Firm, clock: Any) -> None:
    joint.at("a").sign_guarantee()
    drain(joint.settings)
    clock.move(timedelta(days=13, hours=12))
    for _ in range(2):
        drain(joint.settings)
    told = [text for text in texts_on_phone() if "기한이 다가옵니다" in text]
    assert len(told) == 2  # three days and one day before, to the one who has not signed
