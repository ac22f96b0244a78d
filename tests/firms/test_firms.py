"""업체 at the desk: entered by one member of staff, counting once another has looked at it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.queries import faults
from app.config import Settings
from app.core import clock as clock_door
from app.db.unit import reading, unit
from app.identity import rules as identity_rules
from app.parties.models import Firm, NumberOfRecord, Person, Representation
from app.parties.queries import born_hash, numbers_of
from app.worker import drain
from tests.joining.desk.test_people import change, code_of
from tests.support import signer
from tests.support.newcomer import Joiner, mails
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

BRN = "099-81-00028"
FIRM = {"business_number": BRN, "kind": "CORPORATION", "name": "새봄건설 주식회사"}
BOSS = {
    "name": "신새봄",
    "born": "19900314",
    "role": "SOLE",
    "since": "20200301",
    "number": "010-0000-0031",
    "mail": "saebom@demo.example",
}
LetIn = Callable[..., Visitor]


@pytest.fixture
def desk(app: Flask, clock) -> dict[str, Visitor]:
    """Two officers of one branch, one of another institution."""
    signer.register()
    posts = {"changwon": "FOUND", "changwon2": "FOUND", "coop": "COOP"}
    secrets = {
        login: appoint(login, house, "창원지점" if house == "FOUND" else "")
        for login, house in posts.items()
    }
    people = {login: signed_in(app, login, secret) for login, secret in secrets.items()}
    clock.move(timedelta(seconds=31))  # no code is taken twice
    return people


def entered(visitor: Visitor, **facts: str) -> str:
    """The address of the firm's page."""
    answer = visitor.post("/desk/firms/new", FIRM | facts)
    assert answer.status_code == 303, answer.text
    return answer.location


def person_id(name: str = "신새봄") -> str:
    with reading() as session:
        return session.scalars(select(Person.id).where(Person.name == name)).one()


def confirmed(visitor: Visitor, login: str) -> None:
    """The second person says yes to the number that waits."""
    address = f"/desk/people/{person_id()}/number/{change().id}/approve"
    answer = visitor.post(address, {"code": code_of(login)})
    assert answer.status_code == 303, answer.text


def give_birth_date(id_: str) -> None:
    with unit() as u:
        found = u.session.get_one(Person, id_)
        born = date(1985, 1, 1)
        found.birth_date, found.born_hash = born.isoformat(), born_hash(found.name, born)


def counted(model: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_from_nothing_to_a_request_that_can_be_sent(
    desk: dict[str, Visitor], app: Flask, settings: Settings
) -> None:
    """What a house does on its first day, with nobody in the register yet."""
    one, two = desk["changwon"], desk["changwon2"]
    asked = one.post("/desk/firms", {"business_number": BRN})
    assert "아직 등록하지 않은 업체입니다" in asked.text
    assert f'value="{BRN}"' in asked.text, "nothing typed is lost"
    firm = entered(one)
    assert "아직 등록한 사람이 없습니다" in one.get(firm).text
    assert one.post(f"{firm}/people", BOSS).location == firm
    page = one.get(firm).text
    assert "번호 확인 전" in page
    assert "01000000031" not in page
    assert "확인할 전화번호" in two.get("/desk/attention").text
    assert "확인할 전화번호" not in one.get("/desk/attention").text
    mine = one.get(f"/desk/people/{person_id()}").text
    assert "적은 직원은 확인할 수 없습니다" in mine
    address = f"/desk/people/{person_id()}/number/{change().id}/approve"
    assert one.post(address, {"code": code_of("changwon")}).status_code == 403
    with pytest.raises(AssertionError, match="no_number"):
        request()
    confirmed(two, "changwon2")
    drain(settings)
    assert "010-****-0031" in one.get(firm).text
    assert [m.to for m in signer.phone() if "이 번호가 등록되었습니다" in m.text] == [
        "010-0000-0031"
    ]
    request()
    (link,) = mails(settings)
    joiner = Joiner(app, settings)
    joiner.follow(link)
    joiner.recognised({"name": "신새봄", "proof": "19900314", "last_four": "0031"})
    assert joiner.choose().location == "/agreements"
    with reading() as session:
        assert list(faults(session)) == []


def request() -> None:
    """Send a request to the firm, as the desk's composer does in the end."""
    try:
        signer.send(business_number=BRN.replace("-", ""), designated="")
    except Exception as wrong:
        raise AssertionError(str(getattr(wrong, "problems", wrong))) from wrong


def test_numbers_are_entered_before_there_are_lines(
    desk: dict[str, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_rules, "_offered", ())
    answer = desk["changwon"].post(f"{entered(desk['changwon'])}/people", BOSS)
    assert answer.status_code == 303, answer.text
    confirmed(desk["changwon2"], "changwon2")


def test_pressed_twice_it_is_entered_once(desk: dict[str, Visitor]) -> None:
    before = [counted(model) for model in (Firm, Person, Representation, NumberOfRecord)]
    firm = entered(desk["changwon"])
    assert entered(desk["changwon"]) == firm
    for _ in range(2):
        assert desk["changwon"].post(f"{firm}/people", BOSS).location == firm
    after = [counted(model) for model in (Firm, Person, Representation, NumberOfRecord)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]
    assert desk["changwon"].post("/desk/firms", {"business_number": BRN}).location == firm


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"business_number": "0998100029"}, "사업자등록번호 10자리를"),
        ({"kind": "CLUB"}, "사업자 구분을"),
        ({"name": " \u202e "}, "이름을 적어"),
    ],
)
def test_a_firm_that_is_wrong_is_not_entered(
    desk: dict[str, Visitor], wrong: dict[str, str], sentence: str
) -> None:
    before = counted(Firm)
    answer = desk["changwon"].post("/desk/firms/new", FIRM | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert counted(Firm) == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "이름을 적어"),
        ({"born": "19901314"}, "생년월일 8자리"),
        ({"born": "20250314"}, "생년월일 8자리"),
        ({"role": "PROPRIETOR"}, "자격을 골라"),
        ({"since": "29990101"}, "시작한 날을"),
        ({"number": "070-0000-0031"}, "070, 050"),
        ({"mail": "saebom@"}, "메일 주소를"),
    ],
)
def test_a_person_who_is_wrong_is_not_entered(
    desk: dict[str, Visitor], wrong: dict[str, str], sentence: str
) -> None:
    firm, before = entered(desk["changwon"]), counted(Person)
    answer = desk["changwon"].post(f"{firm}/people", BOSS | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = {"name", "born", "since", "number", "mail"} - wrong.keys()
    assert [f for f in kept if f'value="{BOSS[f]}"' not in answer.text] == [], (
        "nothing typed is lost"
    )
    assert counted(Person) == before


def test_another_firms_number_is_refused(desk: dict[str, Visitor]) -> None:
    entered(desk["changwon"])
    answer = desk["changwon"].post("/desk/firms/new", FIRM | {"name": "다른건설"})
    assert answer.status_code == 409
    assert "사업자등록증과 대조" in answer.text


def test_another_institutions_firm_is_not_there(desk: dict[str, Visitor]) -> None:
    firm = entered(desk["changwon"])
    desk["changwon"].post(f"{firm}/people", BOSS)
    coop = desk["coop"]
    for answer in (
        coop.get(firm),
        coop.get(f"{firm}/people"),
        coop.post(f"{firm}/people", BOSS),
        coop.post(f"{firm}/people/{person_id()}/leave", {"last": "20260101"}),
    ):
        assert answer.status_code == 404
    found = coop.post("/desk/firms", {"business_number": BRN})
    assert found.status_code == 409
    assert "신새봄" not in found.text
    assert coop.post("/desk/firms/new", FIRM).status_code == 409


def test_somebody_leaves_and_signs_no_more(desk: dict[str, Visitor], settings: Settings) -> None:
    firm = entered(desk["changwon"])
    desk["changwon"].post(f"{firm}/people", BOSS)
    address = f"{firm}/people/{person_id()}/leave"
    late = desk["changwon"].post(address, {"last": "2999-01-01"})
    assert (late.status_code, "마지막 날을 다시" in late.text) == (422, True)
    early = desk["changwon"].post(address, {"last": "2019-01-01"})
    assert (early.status_code, "그날 이 업체를 대표하지" in early.text) == (409, True)
    assert desk["changwon"].post(address, {"last": "2026-01-31"}).location == firm
    assert "2026. 1. 31.까지" in desk["changwon"].get(firm).text.replace(
        "2026.01.31", "2026. 1. 31."
    )
    again = desk["changwon"].post(f"{firm}/people", BOSS | {"role": "JOINT", "since": "20260201"})
    assert again.location == firm, "back in another role"


def test_whoever_the_register_knows_stays_one_person_and_hears_of_it(
    desk: dict[str, Visitor], app: Flask, settings: Settings, clock
) -> None:
    """홍길동 has an account and a number elsewhere: a new number of his waits, and he is told."""
    with reading() as session:
        known = session.scalars(select(Person).where(Person.name == "홍길동")).one()
    firm = desk["coop"].post("/desk/firms/new", FIRM).location
    born = {
        "name": "홍길동",
        "born": "19850101",
        "number": "010-0000-0088",
        "mail": "x@demo.example",
    }
    give_birth_date(known.id)
    assert desk["coop"].post(f"{firm}/people", BOSS | born).location == firm
    assert counted(Person) == len(desk) + 1, "the staff and he"
    with reading() as session:
        assert session.get_one(Person, known.id).mail == "gildong@demo.example"
        (row,) = [r for r in session.scalars(select(NumberOfRecord)) if r.number == "01000000088"]
        assert numbers_of(session, row.institution_id, known.id) == []
    coop2 = signed_in(app, "coop2", appoint("coop2", "COOP"))
    clock.move(timedelta(seconds=31))
    address = f"/desk/people/{known.id}/number/{change().id}/approve"
    assert coop2.post(address, {"code": code_of("coop2")}).status_code == 303
    drain(settings)
    told = [m.to for m in signer.phone() if "등록된 번호가 바뀝니다" in m.text]
    assert told == ["010-0000-0001"], "at the number another institution knows"
    with reading() as session:
        assert session.get_one(NumberOfRecord, row.id).rests(clock_door.now())
    clock.move(timedelta(hours=25))
    drain(settings)
    with reading() as session:
        assert not session.get_one(NumberOfRecord, row.id).rests(clock_door.now())
