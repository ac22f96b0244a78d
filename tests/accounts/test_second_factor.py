"""Staff: a password, then an authenticator's code, once; shorter stays; never half-way in."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import rules, second_factor
from app.accounts.actions import create_account
from app.accounts.models import Authenticator
from app.core import clock as time
from app.db.unit import reading, unit
from app.parties import actions as parties
from app.parties.models import Institution
from tests.support.visitor import Visitor

SECOND = timedelta(seconds=1)
MINUTE = 60 * SECOND


@pytest.fixture
def secret(house: Flask, clock) -> str:
    """An officer `officer`, and the secret on their phone."""
    with unit() as u:
        u.session.add(place := Institution(code="X", name="기관", short_name="기관", phone="0210"))
        u.session.flush()
        person = parties.register_person(u, "김창구")
        account = create_account(
            u, "officer", "Demo!2026", person, kind=rules.STAFF, institution_id=place.id
        )
        second_factor.appoint(u, account, rules.BRANCH)
        return second_factor.enrol(u, account)


def code(secret: str, later: timedelta = timedelta()) -> str:
    return second_factor.code_at(secret, time.now() + later)


def show(visitor: Visitor, digits: str) -> int:
    answer = visitor.post("/login/code", {"code": digits})
    return 200 if answer.status_code == 303 and answer.location == "/desk" else answer.status_code


def test_password_then_code(visitor: Visitor, secret: str) -> None:
    assert visitor.sign_in("officer").location == "/login/code?next=/desk"
    assert visitor.get("/me").status_code == 303, "the password alone lets nobody in"
    assert show(visitor, code(secret)) == 200
    assert visitor.get("/me").status_code == 200


def test_the_form_leads_staff_to_their_desk(visitor: Visitor, secret: str) -> None:
    page = visitor.get("/login").text
    (next_,) = re.findall(r'name="next" value="([^"]*)"', page)
    assert visitor.sign_in("officer", next_=next_).location == "/login/code?next=/desk"


def test_spaces_as_apps_show_them(visitor: Visitor, secret: str) -> None:
    visitor.sign_in("officer")
    digits = code(secret)
    assert show(visitor, f" {digits[:3]} {digits[3:]} ") == 200


@pytest.mark.parametrize("wrong", ["", "000000x", "١٢٣٤٥٦", "12345"])
def test_a_wrong_code_is_said_so(visitor: Visitor, secret: str, wrong: str) -> None:
    visitor.sign_in("officer")
    answer = visitor.post("/login/code", {"code": wrong})
    assert (answer.status_code, "번호가 맞지 않습니다" in answer.text) == (422, True)
    assert visitor.get("/me").status_code == 303


def test_no_code_is_taken_twice(house: Flask, visitor: Visitor, secret: str, clock) -> None:
    visitor.sign_in("officer")
    digits = code(secret)
    assert show(visitor, digits) == 200
    other = Visitor(house.test_client())
    other.sign_in("officer")
    answer = other.post("/login/code", {"code": digits})
    assert (answer.status_code, "이미 쓴 번호입니다" in answer.text) == (422, True)
    clock.move(30 * SECOND)
    assert show(other, code(secret)) == 200


@pytest.mark.parametrize(("seconds", "taken"), [(-60, 422), (-30, 200), (30, 200), (60, 422)])
def test_clocks_may_differ_by_one_step(
    visitor: Visitor, secret: str, seconds: int, taken: int
) -> None:
    visitor.sign_in("officer")
    assert show(visitor, code(secret, seconds * SECOND)) == taken


def test_five_wrong_codes_wait_and_keep_waiting(visitor: Visitor, secret: str, clock) -> None:
    visitor.sign_in("officer")
    for _ in range(5):
        assert show(visitor, "") == 422
    assert show(visitor, code(secret)) == 429
    visitor.sign_in("officer")
    assert show(visitor, code(secret)) == 429, "a new password does not buy new tries"
    clock.move(MINUTE)
    assert show(visitor, code(secret)) == 200


def test_the_password_is_good_for_five_minutes(visitor: Visitor, secret: str, clock) -> None:
    visitor.sign_in("officer")
    clock.move(5 * MINUTE)
    answer = visitor.post("/login/code", {"code": code(secret)})
    assert answer.location == "/login"


def test_the_token_changes_with_the_code(visitor: Visitor, secret: str) -> None:
    visitor.sign_in("officer")
    before = visitor.client.get_cookie("sid").value
    show(visitor, code(secret))
    assert visitor.client.get_cookie("sid").value != before


def test_ten_idle_minutes_and_eight_hours(visitor: Visitor, secret: str, clock) -> None:
    visitor.sign_in("officer")
    show(visitor, code(secret))
    for _ in range(8 * 60 // 9):
        clock.move(9 * MINUTE)
        assert visitor.get("/me").status_code == 200
    clock.move(9 * MINUTE)
    assert visitor.get("/me").status_code == 303, "eight hours"
    visitor.sign_in("officer")
    show(visitor, code(secret))
    clock.move(10 * MINUTE)
    assert visitor.get("/me").status_code == 303, "ten minutes"


def test_nobody_without_a_password_sees_the_code_page(visitor: Visitor, secret: str) -> None:
    assert visitor.get("/login/code").location == "/login"
    assert visitor.post("/login/code", {"code": code(secret)}).location == "/login"


def test_the_secret_is_not_readable_in_the_database(house: Flask, secret: str) -> None:
    with reading() as session:
        (row,) = session.execute(select(Authenticator.secret)).all()
        raw = session.connection().exec_driver_sql("SELECT secret FROM authenticator").scalar()
    assert row[0] == secret
    assert secret.encode() not in (raw if isinstance(raw, bytes) else str(raw).encode())
