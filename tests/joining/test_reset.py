"""A new password by the same checks; changing it while one knows the old one."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import rules
from app.accounts.models import Account, LoginSession
from app.config import Settings
from app.db.unit import reading
from app.worker import drain
from tests.joining.conftest import Browser
from tests.support import newcomer, signer
from tests.support.newcomer import PASSWORD, Newcomer, code
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

NEW = "더 긴 산책길 8월"
SAID = "비밀번호가 바뀌었습니다. 본인이 아니면 바로 전화해 주세요 055-000-0000"


@pytest.fixture
def resident(clock, unlinked: Newcomer, browser: Browser) -> Newcomer:
    """신새봄, who joined before."""
    browser().recognised(unlinked.facts).choose()
    clock.move(timedelta(minutes=1))
    return unlinked


def ended_by() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(LoginSession.ended_by).order_by(LoginSession.id)))


def test_a_new_password_ends_every_session_and_is_told(
    resident: Newcomer, browser: Browser, settings: Settings
) -> None:
    elsewhere = browser()
    elsewhere.sign_in("saebom", PASSWORD)
    joiner = browser("reset").recognised(resident.facts)
    assert "saebom" in joiner.get("/reset/password").text, "the id is found too"
    assert joiner.choose(password=NEW).location == "/menu"
    assert joiner.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303
    assert ended_by() == ["password", "password", ""]
    drain(settings)
    assert SAID in signer.texts_on_phone()[-1]
    assert browser().sign_in("saebom", PASSWORD).status_code == 422
    assert browser().sign_in("saebom", NEW).status_code == 303


def test_the_same_form_twice(resident: Newcomer, browser: Browser) -> None:
    joiner = browser("reset").recognised(resident.facts)
    assert [joiner.choose(password=NEW).location for _ in range(2)] == ["/menu"] * 2
    assert joiner.choose(password="yet another one 9").status_code == 409
    assert browser().sign_in("saebom", NEW).status_code == 303


def test_the_id_itself_is_no_password(resident: Newcomer, browser: Browser) -> None:
    joiner = browser("reset").recognised(resident.facts)
    assert "8자에서" in joiner.choose(password="saebom").text
    assert "아이디와 같은" in joiner.choose(password="saebomsaebom").text


def test_whoever_has_not_joined_cannot_reset(unlinked: Newcomer, browser: Browser) -> None:
    joiner = browser("reset")
    joiner.say(unlinked.facts)
    joiner.ask()
    assert joiner.type_in("123456").status_code == 422
    with pytest.raises(AssertionError):
        code()


def test_staff_have_no_such_way(app: Flask, browser: Browser) -> None:
    appoint("changwon")
    joiner = browser("reset")
    joiner.say({"name": "김창구", "proof": "19800101", "last_four": "0001"})
    joiner.ask()
    assert joiner.get("/reset/password").location == "/reset/code"


def test_a_way_to_join_is_no_way_to_reset(resident: Newcomer, browser: Browser) -> None:
    joiner = browser("reset").recognised(resident.facts)
    cookie = joiner.client.get_cookie("reset")
    assert cookie
    joiner.client.set_cookie("join", cookie.value)
    assert joiner.get("/join/account").location == "/join?over=1"


def changed(visitor: Visitor, present: str, new: str, again: str = ""):
    form = {"present": present, "password": new, "again": again or new}
    return visitor.post("/me/password", form)


def test_changing_it_needs_the_old_one(
    resident: Newcomer, browser: Browser, settings: Settings
) -> None:
    here, elsewhere = browser(), browser()
    for each in (here, elsewhere):
        each.sign_in("saebom", PASSWORD)
    refused = changed(here, "not this one", NEW)
    assert refused.status_code == 422
    assert "지금 비밀번호가 맞지 않습니다" in refused.text
    assert NEW not in refused.text
    assert changed(here, PASSWORD, NEW).location == "/me?password=1"
    assert "비밀번호를 바꿨습니다" in here.get("/me?password=1").text
    assert elsewhere.get("/me").status_code == 303
    drain(settings)
    assert SAID in signer.texts_on_phone()[-1]
    assert browser().sign_in("saebom", NEW).status_code == 303


def test_what_is_wrong_costs_no_try_and_guessing_waits(
    clock, resident: Newcomer, browser: Browser
) -> None:
    here = browser()
    here.sign_in("saebom", PASSWORD)
    assert "서로 다릅니다" in changed(here, PASSWORD, NEW, "other").text
    assert "추측하기 쉬운" in changed(here, PASSWORD, "qwerty123").text
    found = [changed(here, "wrong", NEW).status_code for _ in range(7)]
    assert found == [422] * rules.CHANGE_TRIES.allowed + [429] * 2
    clock.move(timedelta(minutes=5))
    assert changed(here, PASSWORD, NEW).status_code == 303


def test_staff_change_theirs_and_hear_by_mail(app: Flask, settings: Settings) -> None:
    officer = signed_in(app, "changwon", appoint("changwon"))
    assert changed(officer, "Demo!2026", NEW).location == "/me?password=1"
    drain(settings)
    mail = next(m for m in signer.phone() if m.channel == "mail")
    assert "비밀번호가 바뀌었습니다" in mail.text
    with reading() as session:
        kinds = session.scalars(select(Account.kind)).all()
    assert kinds == ["staff"]


def test_the_birth_date_may_be_written_as_people_do(
    resident: Newcomer, browser: Browser, clock
) -> None:
    for written in ("1990.03.14", "1990-03-14", "1990 03 14"):
        clock.move(timedelta(minutes=3))
        browser("reset").recognised(resident.facts | {"proof": written})
    assert newcomer.PASSWORD == PASSWORD
