"""본인인증 and what it binds: one right code concludes, everything else changes nothing."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select

from app.agreements.models import AgreementRequest
from app.db.unit import reading, unit
from app.identity import rules as identity
from app.parties.models import NumberOfRecord
from app.signing.models import Document, Signature, Tick
from tests.support.signer import REQUIRED, Signer, phone


def count(model: type[Any]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def states() -> tuple[str, str]:
    with reading() as session:
        request = session.scalars(select(AgreementRequest.state)).one()
        return request, session.scalars(select(Document.state)).one()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_concludes(signer: Signer) -> None:
    answered = signer.to("identify").conclude()
    assert answered.location == signer.at("done")
    assert states() == ("COMPLETED", "CONCLUDED")
    assert count(Signature) == 1
    with reading() as session:
        ticked = set(session.scalars(select(Tick.key).where(Tick.ticked)))
    assert ticked == set(REQUIRED)


def test_the_number_is_masked_and_the_code_comes_by_either_channel(signer: Signer) -> None:
    page = signer.to("identify").see("identify").text
    assert "010-****-0001" in page
    assert "01000000001" not in page.replace("-", "")
    code = signer.ask("call")
    assert [m.to for m in phone() if m.channel == "voice"] == ["010-0000-0001"]
    assert signer.confirm(code).location == signer.at("done")


def test_a_wrong_code_says_how_many_tries_are_left(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    answered = signer.confirm(wrong(code))
    assert answered.status_code == 422
    assert "4회" in answered.text
    assert states() == ("IN_SIGNING", "OPEN")
    assert signer.confirm(code).status_code == 303


def test_five_wrong_codes_end_the_code_and_a_new_one_helps(signer: Signer, clock: Any) -> None:
    signer.to("identify")
    code = signer.ask()
    for _ in range(identity.limits().tries):
        assert signer.confirm(wrong(code)).status_code == 422
    assert signer.confirm(code).status_code == 422
    assert count(Signature) == 0
    clock.move(timedelta(minutes=1))
    assert signer.conclude().status_code == 303


def test_an_expired_code_is_refused_and_a_new_one_helps(signer: Signer, clock: Any) -> None:
    signer.to("identify")
    code = signer.ask()
    clock.move(timedelta(minutes=3, seconds=1))
    assert signer.confirm(code).status_code == 422
    assert count(Signature) == 0
    assert signer.conclude().status_code == 303


def test_a_code_of_another_session_is_refused(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    other = Signer(signer.client.application, signer.settings).enter()
    assert other.confirm(code).status_code == 422
    assert count(Signature) == 0


def test_a_changed_signature_makes_the_code_useless(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    assert signer.answer("sign", {"way": "name", "name": "홍길동"}).status_code == 303
    assert signer.confirm(code).status_code == 409
    assert count(Signature) == 0


def test_the_same_key_gets_the_same_answer(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    answers = [signer.confirm(code, key="same") for _ in range(3)]
    assert [answer.location for answer in answers] == [signer.at("done")] * 3
    assert count(Signature) == 1


def test_another_key_on_a_signed_document_shows_the_result(signer: Signer) -> None:
    signer.to("identify").conclude()
    for step, form in (("sign", {"way": "name", "name": "홍길동"}), ("identify", {"code": "1"})):
        answered = signer.answer(step, form, key="another")
        assert answered.status_code == 409
        assert "이미 서명하셨습니다" in answered.text


def test_a_retried_execution_of_a_signed_document_gets_its_answer(signer: Signer) -> None:
    signer.to("sign")
    form = {"way": "name", "name": "홍길동"}
    assert signer.answer("sign", form, key="pressed").status_code == 303
    signer.conclude()
    assert signer.answer("sign", form, key="pressed").location == signer.at("done")


def test_nobody_else_can_use_the_code(signer: Signer) -> None:
    signer.to("identify")
    stranger = Signer(signer.client.application, signer.settings)
    code = signer.ask()
    assert stranger.post(signer.at("identify"), {"code": code}).location.startswith("/login")
    assert count(Signature) == 0


def test_a_number_that_is_not_of_record_gets_nothing(signer: Signer) -> None:
    signer.to("identify")
    sent = signer.answer("identify/send", {"channel": "sms", "number": "01012345678"}, key="k")
    assert sent.status_code == 422
    assert phone() == []


def test_an_unknown_channel_is_refused(signer: Signer) -> None:
    signer.to("identify")
    assert signer.answer("identify/send", {"channel": "pigeon"}, key="k").status_code == 422
    assert phone() == []


def test_without_a_number_of_record_the_branch_is_named(signer: Signer) -> None:
    signer.to("identify")
    with unit() as u:
        u.session.execute(delete(NumberOfRecord))
    page = signer.see("identify")
    assert page.status_code == 409
    assert "지점에 알려 주세요" in page.text


def test_the_live_parts_say_nothing_before_their_time(signer: Signer) -> None:
    signer.to("sign")
    for part in ("call", "seal"):
        assert signer.get(f"/agreements/{signer.number}/status?part={part}").status_code == 204
