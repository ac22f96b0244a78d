"""Races, with real threads on the real database: first commit wins, the loser gets a calm page."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from app.agreements import requests
from app.agreements.models import AgreementRequest
from app.core.errors import Refused
from app.db.unit import reading
from app.delivery.models import Message, OutboxRow
from app.identity.models import IdentityCheck
from app.signing.models import Signature
from tests.support.signer import NUMBER, Signer


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def count(model: type[Any], **where: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def twin(signer: Signer) -> Signer:
    """The same session in another tab."""
    other = Signer(signer.client.application, signer.settings)
    sid = signer.client.get_cookie("sid", domain="localhost")
    assert sid
    other.client.set_cookie("sid", sid.value, domain="localhost")
    return other


def test_forty_right_codes_give_one_signature(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    tabs = [twin(signer) for _ in range(40)]
    prepared = [
        (tab, {"csrf_token": tab.token(), "code": code, "idempotency_key": str(i)})
        for i, tab in enumerate(tabs)
    ]
    answers = together(
        *(
            lambda t=tab, f=form: t.client.post(t.at("identify"), data=f, base_url=t.base_url)
            for tab, form in prepared
        )
    )
    assert Counter(answer.status_code for answer in answers)[303] == 1
    assert {answer.status_code for answer in answers} <= {303, 409, 422}
    assert (count(Signature), count(IdentityCheck)) == (1, 1)
    assert count(OutboxRow, kind="signing.seal") == 1
    assert count(Message, text_key="delivery.concluded_mail") == 1


def test_two_devices_executing_at_once_conclude_once(signer: Signer) -> None:
    signer.to("sign")
    other = Signer(signer.client.application, signer.settings).enter()
    form = {"way": "name", "name": "홍길동"}
    first, second = together(
        lambda: signer.answer("sign", form), lambda: other.answer("sign", form)
    )
    assert (first.status_code, second.status_code) == (303, 303)
    codes = (signer.ask(),)
    results = together(
        lambda: signer.confirm(codes[0], key="a"), lambda: twin(signer).confirm(codes[0], key="b")
    )
    assert sorted(result.status_code for result in results)[0] == 303
    assert count(Signature) == 1
    assert count(OutboxRow, kind="signing.seal") == 1


def test_declining_and_signing_at_once_leave_one_of_them(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()
    other = Signer(signer.client.application, signer.settings).enter()
    signed, declined = together(
        lambda: signer.confirm(code, key="a"),
        lambda: other.answer("decline", {"reason": "다시 생각했습니다"}),
    )
    with reading() as session:
        state = session.scalars(select(AgreementRequest.state)).one()
    assert state in ("COMPLETED", "DECLINED")
    assert count(Signature) == (1 if state == "COMPLETED" else 0)
    assert {signed.status_code, declined.status_code} in ({303, 409}, {303, 410})


def test_recalling_and_signing_at_once_leave_one_of_them(signer: Signer) -> None:
    signer.to("identify")
    code = signer.ask()

    def recall() -> str:
        try:
            return requests.recall(NUMBER, "서류를 다시 받습니다")
        except Refused as refusal:
            return refusal.code

    signed, recalled = together(lambda: signer.confirm(code, key="a"), recall)
    assert (signed.status_code, recalled) in ((303, "ALREADY_SIGNED"), (410, NUMBER))
    assert count(Signature) == (1 if signed.status_code == 303 else 0)


def test_sixteen_writers_lose_nothing(signer: Signer) -> None:
    signer.to("text")
    tabs = [twin(signer) for _ in range(16)]
    articles = range(1, 11)

    def read_all(tab: Signer) -> set[int]:
        return {tab.answer(f"articles/{n}", {}, key="k").status_code for n in articles}

    answers = together(*(lambda t=tab: read_all(t) for tab in tabs))
    assert set().union(*answers) <= {204, 409}
    from app.signing.models import Mark

    assert count(Mark, kind="article") == len(articles)
