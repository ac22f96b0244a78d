"""Staff come in by a mailed link: once, within a day, with password, app and recovery codes."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import recovery, rules, second_factor, staff
from app.accounts.models import Account, Authenticator, Enrolment, RecoveryCode
from app.accounts.staff import By, Newcomer
from app.config import Settings
from app.core import clock as time
from app.db.unit import reading, unit
from app.gateways.demo_phone.models import DemoMessage
from app.worker import drain
from tests.conftest import Clock
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

PASSWORD = "우리 지점 앞 은행나무"
NEW = Newcomer("jiwon", "한지원", "jiwon@demo.example", rules.AUDITOR, "")
SITE = "http://localhost:8000"


@pytest.fixture
def by(app: Flask, clock: Clock) -> By:
    """The administrator who invites."""
    appoint("found-admin", role=rules.ADMIN)
    with reading() as session:
        account = session.scalars(select(Account)).one()
        return By(account.id, str(account.institution_id))


@pytest.fixture
def link(by: By, settings: Settings) -> str:
    """The link in the mail to somebody invited."""
    with unit() as u:
        staff.invite(u, by, NEW, SITE)
    return mailed(settings)


def mailed(settings: Settings) -> str:
    """The link in the newest mail."""
    drain(settings)
    with reading() as session:
        newest = select(DemoMessage).order_by(DemoMessage.id.desc()).limit(1)
        text = session.scalars(newest).one().text
    return re.findall(r"http://localhost:8000(/enrol/link/\S+)", text)[0]


def secret_on(page: str) -> str:
    return re.findall(r'<p class="hash">([A-Z2-7 ]+)</p>', page)[0].replace(" ", "")


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)


def open_(visitor: Visitor, link: str) -> None:
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).location == "/enrol"


def choose(visitor: Visitor, password: str = PASSWORD) -> str:
    """The password stage; returns the secret that is shown then."""
    form = {"password": password, "again": password}
    assert visitor.post("/enrol/password", form).location == "/enrol"
    return secret_on(visitor.get("/enrol").text)


def test_from_the_link_to_the_desk(app: Flask, client, link: str, clock: Clock) -> None:
    visitor = Visitor(client)
    assert "한지원" in visitor.get(link).text
    open_(visitor, link)
    secret = choose(visitor)
    code = second_factor.code_at(secret, time.now())
    assert visitor.post("/enrol/app", {"code": code}).location == "/enrol"
    page = visitor.get("/enrol").text
    codes = codes_on(page)
    assert len(set(codes)) == 10
    assert codes_on(visitor.get("/enrol").text) == codes, "a lost answer can be asked for again"
    assert visitor.post("/enrol/codes").location == "/login"
    assert visitor.get("/enrol").status_code == 410
    clock.move(timedelta(seconds=30))
    visitor.sign_in("jiwon", PASSWORD)
    shown = visitor.post("/login/code", {"code": second_factor.code_at(secret, time.now())})
    assert shown.location == "/desk"
    assert visitor.get("/desk/rights").status_code == 200


def test_the_link_is_good_once(app: Flask, link: str) -> None:
    first, second = Visitor(app.test_client()), Visitor(app.test_client())
    open_(first, link)
    assert second.get(link).status_code == second.post(link).status_code == 410
    assert second.get("/enrol").status_code == 410
    assert first.get("/enrol").status_code == 200


def test_looking_at_the_link_changes_nothing(app: Flask, link: str) -> None:
    for _ in range(3):
        assert Visitor(app.test_client()).get(link).status_code == 200
    open_(Visitor(app.test_client()), link)


def test_it_lives_a_day(app: Flask, link: str, clock: Clock) -> None:
    visitor = Visitor(app.test_client())
    clock.move(rules.ENROL_TIME - timedelta(seconds=1))
    open_(visitor, link)
    clock.move(timedelta(seconds=1))
    assert visitor.get("/enrol").status_code == 410
    assert visitor.post("/enrol/password", {"password": PASSWORD}).status_code == 410


def test_another_link_makes_the_first_void(
    app: Flask, by: By, link: str, settings: Settings
) -> None:
    begun = Visitor(app.test_client())
    open_(begun, link)
    with unit() as u:
        account = u.session.scalars(select(Account.id).where(Account.login_id == "jiwon")).one()
        staff.send_again(u, by, account, SITE)
    assert begun.get("/enrol").status_code == 410
    assert mailed(settings) != link


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"password": "short", "again": "short"}, "8자에서 128자"),
        ({"password": "jiwonjiwon", "again": "jiwonjiwon"}, "아이디와 같은"),
        ({"password": "qwerty1234", "again": "qwerty1234"}, "널리 쓰여"),
        ({"password": PASSWORD, "again": "다른 비밀번호"}, "두 번 입력하신"),
        ({}, "8자에서 128자"),
    ],
)
def test_a_poor_password_is_said_so(app: Flask, link: str, form: dict[str, str], said: str) -> None:
    visitor = Visitor(app.test_client())
    open_(visitor, link)
    answer = visitor.post("/enrol/password", form)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_stages_are_not_skipped(app: Flask, link: str) -> None:
    visitor = Visitor(app.test_client())
    open_(visitor, link)
    for stage in ("app", "codes"):
        assert visitor.post(f"/enrol/{stage}", {"code": "000000"}).location == "/enrol"
    assert visitor.post("/enrol/nothing").status_code == 404
    assert "비밀번호 정하기" in visitor.get("/enrol").text
    with reading() as session:
        mine = session.scalars(select(Authenticator)).all()
    assert len(mine) == 1, "the administrator's alone"


def test_wrong_codes_wait_after_five(app: Flask, link: str) -> None:
    visitor = Visitor(app.test_client())
    open_(visitor, link)
    secret = choose(visitor)
    answers = [visitor.post("/enrol/app", {"code": "12345"}).status_code for _ in range(5)]
    assert answers == [422] * 5
    right = second_factor.code_at(secret, time.now())
    assert visitor.post("/enrol/app", {"code": right}).status_code == 429


def test_the_password_alone_lets_nobody_in(app: Flask, link: str) -> None:
    visitor = Visitor(app.test_client())
    open_(visitor, link)
    choose(visitor)
    visitor.sign_in("jiwon", PASSWORD)
    assert visitor.post("/login/code", {"code": "000000"}).status_code == 422
    assert visitor.get("/desk").status_code == 303


def test_neither_token_secret_nor_codes_lie_open(app: Flask, link: str) -> None:
    visitor = Visitor(app.test_client())
    open_(visitor, link)
    secret = choose(visitor)
    visitor.post("/enrol/app", {"code": second_factor.code_at(secret, time.now())})
    codes = codes_on(visitor.get("/enrol").text)
    with reading() as session:
        raw = session.connection().exec_driver_sql
        kept = [
            str(bytes(value) if isinstance(value, memoryview | bytes) else value)
            for table in ("enrolment", "recovery_code", "authenticator")
            for row in raw(f"SELECT * FROM {table}").all()
            for value in row
        ]
    hidden = [link.rpartition("/")[2], secret, *codes, *(c.replace("-", "") for c in codes)]
    assert [word for word in hidden if any(word in value for value in kept)] == []


# --- recovery codes


@pytest.fixture
def member(app: Flask, clock: Clock) -> tuple[str, list[str]]:
    """An officer's authenticator secret and recovery codes."""
    secret = appoint("found-admin", role=rules.ADMIN)
    with unit() as u:
        account = u.session.scalars(select(Account)).one()
        codes = recovery.make(u, account.id)
        recovery.put_away(u, account.id)
    return secret, codes


def test_a_recovery_code_stands_in_once_and_is_told(
    app: Flask, settings: Settings, member: tuple[str, list[str]]
) -> None:
    code = member[1][3]
    visitor = Visitor(app.test_client())
    visitor.sign_in("found-admin")
    assert 'name="recovery"' in visitor.get("/login/code?recovery=1").text
    typed = {"recovery": f" {code.lower().replace('-', ' ')} "}
    assert visitor.post("/login/code", typed).location == "/desk/recovery"
    assert visitor.get("/desk").status_code == 303
    drain(settings)
    with reading() as session:
        (mail,) = session.scalars(select(DemoMessage.text))
    assert "남은 복구 코드는 9개" in mail
    again = Visitor(app.test_client())
    again.sign_in("found-admin")
    answer = again.post("/login/code", {"recovery": code})
    assert (answer.status_code, "이미 쓴 코드" in answer.text) == (422, True)


def test_guessing_recovery_codes_waits_like_guessing_codes(
    app: Flask, member: tuple[str, list[str]]
) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("found-admin")
    for _ in range(5):
        assert visitor.post("/login/code", {"recovery": "AAAAA-AAAAA"}).status_code == 422
    assert visitor.post("/login/code", {"recovery": member[1][0]}).status_code == 429


def test_new_codes_make_the_old_void_and_are_shown_until_put_away(
    app: Flask, member: tuple[str, list[str]]
) -> None:
    secret, old = member
    visitor = signed_in(app, "found-admin", secret)
    assert codes_on(visitor.get("/desk/recovery").text) == []
    assert visitor.post("/desk/recovery").location == "/desk/recovery"
    visitor.post("/desk/recovery")
    shown = codes_on(visitor.get("/desk/recovery").text)
    assert len(shown) == 10
    assert not set(shown) & set(old)
    visitor.post("/desk/recovery/kept")
    assert codes_on(visitor.get("/desk/recovery").text) == []
    with reading() as session:
        assert len(session.scalars(select(RecoveryCode)).all()) == 10


def test_codes_nobody_put_away_are_not_shown_after_an_hour(
    app: Flask, member: tuple[str, list[str]], clock: Clock
) -> None:
    with unit() as u:
        account = u.session.scalars(select(Account)).one().id
        recovery.make(u, account)
        assert len(recovery.sheet(u.session, account, u.now)) == 10
    clock.move(rules.SHEET_TIME)
    with unit() as u:
        assert recovery.sheet(u.session, account, u.now) == []
        recovery.put_old_away(u)
        assert set(u.session.scalars(select(RecoveryCode.plain))) == {None}


def test_another_persons_code_is_no_code(app: Flask, member: tuple[str, list[str]]) -> None:
    appoint("auditor", role=rules.AUDITOR)
    visitor = Visitor(app.test_client())
    visitor.sign_in("auditor")
    assert visitor.post("/login/code", {"recovery": member[1][0]}).status_code == 422


# --- another phone


def test_a_new_app_counts_once_it_has_shown_a_code(
    app: Flask, settings: Settings, member: tuple[str, list[str]], clock: Clock
) -> None:
    old = member[0]
    elsewhere = signed_in(app, "found-admin", old)
    clock.move(timedelta(seconds=30))
    visitor = signed_in(app, "found-admin", old)
    clock.move(timedelta(seconds=30))
    assert "<svg viewBox" not in visitor.get("/desk/authenticator").text.partition("<main")[2]
    visitor.post("/desk/authenticator")
    new = secret_on(visitor.get("/desk/authenticator").text)
    assert new != old
    assert visitor.post("/desk/authenticator", {"code": "1"}).status_code == 422
    code = {"code": second_factor.code_at(new, time.now())}
    assert visitor.post("/desk/authenticator", code).location == "/me"
    assert visitor.post("/desk/authenticator", code).location == "/me"
    assert elsewhere.get("/desk").location.startswith("/login")
    with reading() as session:
        assert session.scalars(select(Authenticator.secret)).all() == [new]
        assert session.scalars(select(Enrolment)).all() == []
    drain(settings)
    with reading() as session:
        (mail,) = session.scalars(select(DemoMessage.text))
    assert "인증 앱이 바뀌었습니다" in mail
