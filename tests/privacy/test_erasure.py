"""Erasure by two: what goes is gone from every column, what stays is named, chains are whole."""

from collections.abc import Callable

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from app.accounts.models import Account
from app.agreements.models import AgreementRequest
from app.audit.models import PersonKey
from app.audit.queries import faults, personal, trail
from app.config import Settings
from app.core.keyring import UnreadableValue
from app.db import all_models
from app.db.base import Base
from app.db.types import Encrypted, ring
from app.db.unit import reading, unit
from app.evidence import registry
from app.parties.models import Person
from app.privacy import holds
from app.privacy.models import Destruction, RightsRequest
from app.signing.models import Document, Signature
from app.signing.models import Signer as SignerRow
from app.worker import drain
from tests.privacy.test_rights import ask, asked
from tests.support.signer import Signer, phone
from tests.support.visitor import Visitor

Staff = Callable[..., Visitor]
KNOWN = ("홍길동", "01000000001", "gildong")
OUTSIDE = {"demo_message"}
"""The demo phone is the world outside: what it was sent, it has."""


@pytest.fixture
def number(hong: Signer) -> str:
    """홍길동 asked to be erased."""
    assert ask(hong, "erasure", "모두 지워 주세요").status_code == 303
    return asked()[-1].number


def decline(hong: Signer) -> None:
    assert hong.answer("decline", {"reason": "홍길동은 하지 않겠습니다"}).status_code == 303


def erase(staff: Staff, number: str) -> tuple[Visitor, Visitor]:
    first, second = staff("found-admin"), staff("found-admin2")
    path = f"/desk/subjects/{number}"
    assert first.post(path, {"act": "prepared"}).status_code == 303
    assert second.post(path, {"act": "erased"}).status_code == 303
    return first, second


def everything() -> dict[str, str]:
    """Every value of every table as it can be read by whoever has the key ring, by column."""
    all_models.load()
    found = {}
    with reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in OUTSIDE:
                continue
            for column in table.columns:
                found[f"{table.name}.{column.name}"] = " ".join(values(session, column))
    return found


def values(session, column) -> list[str]:
    if not isinstance(column.type, Encrypted):
        return [str(value) for value in session.scalars(select(column))]
    sealed = session.scalars(select(type_coerce(column, LargeBinary)))
    return [opened(value, column.type.context) for value in sealed if value]


def opened(value: bytes, context: str) -> str:
    try:
        return ring().open(value, context).decode()
    except UnreadableValue:
        return ""


def where(words: str) -> set[str]:
    return {column for column, text in everything().items() if words in text}


def test_what_led_to_nothing_is_gone_from_every_column(
    settings: Settings, hong: Signer, staff: Staff, number: str
) -> None:
    decline(hong)
    drain(settings)
    assert all(where(words) for words in KNOWN)
    erase(staff, number)
    drain(settings)
    assert {words: where(words) for words in KNOWN} == {words: set() for words in KNOWN}
    with reading() as session:
        assert session.scalars(select(AgreementRequest)).all() == []
        assert list(faults(session)) == []


def test_the_key_of_their_part_of_the_chains_is_destroyed(
    hong: Signer, staff: Staff, number: str
) -> None:
    decline(hong)
    with reading() as session:
        owner = session.scalars(select(Document.owner)).first()
        assert owner
        declined = next(e for e in trail(session, owner) if e.action.endswith("declined"))
        assert personal(session, declined)
    erase(staff, number)
    with reading() as session:
        kept = next(e for e in trail(session, owner) if e.action.endswith("declined"))
        assert kept.personal == declined.personal
        assert personal(session, kept) is None
        assert session.get(PersonKey, kept.person_id) is None


def test_concluded_papers_keep_the_names_that_stand_on_them(
    settings: Settings, hong: Signer, staff: Staff, number: str
) -> None:
    hong.sign_guarantee()
    drain(settings)
    erase(staff, number)
    drain(settings)
    allowed = {"signer.name", "document.data", "agreement_request.applicant", "firm.name"}
    assert where("홍길동") <= {*allowed, "signature.content", "document.number"}
    assert where("01000000001") == set()
    assert where("gildong") == set()
    with reading() as session:
        assert session.scalars(select(Signature)).one()
        assert session.scalars(select(SignerRow.name)).one() == "홍길동"
        assert session.scalars(select(Person.name).where(Person.name == "-")).one()
        assert list(faults(session)) == []
        request = session.scalars(select(RightsRequest)).one()
    assert request.outcome == {"requests": 0, "kept": 1, "whole": True}


def test_nobody_signs_in_as_them_any_more(hong: Signer, staff: Staff, number: str) -> None:
    decline(hong)
    erase(staff, number)
    assert hong.get("/me").status_code == 303
    assert hong.sign_in("gildong").status_code != 303
    with reading() as session:
        accounts = list(session.scalars(select(Account).where(Account.kind == "signer")))
    assert [a.login_id.partition("-")[0] for a in accounts] == ["erased"]
    assert all(a.disabled_at for a in accounts)


def test_the_files_go_too(settings: Settings, hong: Signer, staff: Staff, number: str) -> None:
    with reading() as session:
        key = session.scalars(select(Document.presign_key)).one()
    decline(hong)
    assert registry.store().has(key)
    erase(staff, number)
    drain(settings)
    assert not registry.store().has(key)


def test_the_receipt_goes_to_the_address_they_had(
    settings: Settings, hong: Signer, staff: Staff, number: str
) -> None:
    decline(hong)
    desk, _ = erase(staff, number)
    drain(settings)
    request = asked()[-1]
    mail = next(m.text for m in phone() if m.channel == "mail" and "확인서" in m.text)
    assert request.digest in mail
    assert number in mail
    page = desk.get(f"/desk/subjects/{number}").text
    assert "처리 결과 확인서" in page
    with reading() as session:
        (line,) = session.scalars(select(Destruction).filter_by(kind="erasure"))
        entries = trail(session, f"rights:{request.id}")
    assert (line.count, line.reference) == (1, number)
    assert entries[-1].facts["digest"] == request.digest


def test_two_people_are_needed_and_the_second_is_an_administrator(
    hong: Signer, staff: Staff, number: str
) -> None:
    decline(hong)
    officer, admin = staff("changwon", role="branch"), staff()
    path = f"/desk/subjects/{number}"
    assert admin.post(path, {"act": "erased"}).status_code == 409
    assert admin.post(path, {"act": "prepared"}).status_code == 303
    assert admin.post(path, {"act": "erased"}).status_code == 403
    assert officer.post(path, {"act": "erased"}).status_code == 403
    assert asked()[-1].state == "PREPARED"
    assert where("홍길동")


def test_an_agreement_under_way_stands_against_it(hong: Signer, staff: Staff, number: str) -> None:
    desk = staff()
    page = desk.get(f"/desk/subjects/{number}").text
    assert "진행 중인 약정이 있어" in page
    assert desk.post(f"/desk/subjects/{number}", {"act": "prepared"}).status_code == 409
    assert asked()[-1].state == "ASKED"


def test_a_hold_stands_against_it_to_the_last(hong: Signer, staff: Staff, number: str) -> None:
    decline(hong)
    first, second = staff("found-admin"), staff("found-admin2")
    path = f"/desk/subjects/{number}"
    assert first.post(path, {"act": "prepared"}).status_code == 303
    held = {"number": number, "reason": "소송이 있습니다"}
    assert second.post("/desk/retention/holds", held).status_code == 303
    assert second.post(path, {"act": "erased"}).status_code == 409
    with unit() as u:
        assert holds.held(u.session, holds.PERSON)
    assert where("홍길동")
