"""Sessions: how long they live, whose they are, what the cookie gives away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.actions import end_session
from app.accounts.models import LoginSession
from app.accounts.queries import sessions_of
from app.config import Settings
from app.core.errors import NotFound
from app.db.unit import database, reading, unit
from tests.support.house import build, rooms
from tests.support.visitor import Visitor

Resident = Callable[[str], str]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def gildong(resident: Resident, clock) -> str:
    return resident("gildong")


@pytest.fixture
def inside(visitor: Visitor) -> Visitor:
    visitor.sign_in("gildong")
    return visitor


def rows() -> list[LoginSession]:
    with reading() as session:
        return list(session.scalars(select(LoginSession).order_by(LoginSession.id)))


def test_fifteen_minutes_without_a_request(inside: Visitor, clock) -> None:
    clock.move(14 * MINUTE)
    assert inside.get("/menu").status_code == 200
    clock.move(14 * MINUTE)
    assert inside.get("/menu").status_code == 200
    clock.move(15 * MINUTE)
    sent = inside.get("/menu")
    assert sent.status_code == 303
    assert "오래 쓰지 않아 로그인이 끝났습니다" in inside.get(sent.location).text


def test_sixty_minutes_whatever_one_does(inside: Visitor, clock) -> None:
    for _ in range(5):
        clock.move(10 * MINUTE)
        assert inside.get("/menu").status_code == 200
    clock.move(9 * MINUTE)
    assert inside.get("/menu").status_code == 200
    clock.move(MINUTE)
    assert inside.get("/menu").status_code == 303


def test_extended_when_asked_and_offered_in_time(inside: Visitor, clock) -> None:
    assert "시간 연장" not in inside.get("/logout").text
    for _ in range(4):
        clock.move(13 * MINUTE)
        inside.get("/menu")
    assert "8분 뒤에 로그인이 끝납니다" in inside.get("/logout").text
    answer = inside.post("/me/sessions/extend", {"next": "/work/7"})
    assert (answer.status_code, answer.location) == (303, "/work/7")
    assert "시간 연장" not in inside.get("/logout").text
    for _ in range(4):
        clock.move(14 * MINUTE)
        assert inside.get("/menu").status_code == 200


def test_eight_hours_are_the_most(inside: Visitor, clock) -> None:
    for _ in range(8 * 6 - 1):
        clock.move(10 * MINUTE)
        assert inside.post("/me/sessions/extend").status_code == 303
    clock.move(10 * MINUTE)
    assert inside.get("/menu").status_code == 303


def test_last_seen_is_written_once_a_minute(inside: Visitor, clock) -> None:
    began = clock()
    for seconds, noted in ((30, 0), (29, 0), (1, 60), (59, 60)):
        clock.move(timedelta(seconds=seconds))
        inside.get("/menu")
        assert rows()[0].last_seen_at == began + timedelta(seconds=noted)


def test_a_page_that_asks_by_itself_keeps_nobody_awake(inside: Visitor, clock) -> None:
    for _ in range(15):
        assert inside.get("/menu?part=stand").status_code == 200
        clock.move(MINUTE)
    assert inside.get("/menu?part=stand").status_code == 303


def test_one_query_tells_who_asks(inside: Visitor) -> None:
    asked: list[str] = []
    event.listen(
        database().reads, "before_cursor_execute", lambda c, cur, sql, *rest: asked.append(sql)
    )
    inside.get("/menu")
    assert len([sql for sql in asked if "SELECT" in sql]) == 1


def test_a_new_token_at_every_sign_in_and_the_old_one_is_dead(inside: Visitor) -> None:
    before = inside.client.get_cookie("sid").value
    inside.sign_in("gildong")
    after = inside.client.get_cookie("sid").value
    assert before != after
    inside.client.set_cookie("sid", before)
    assert inside.get("/menu").status_code == 303
    assert rows()[0].ended_by == "replaced"


def test_a_token_from_outside_is_never_adopted(house: Flask, visitor: Visitor) -> None:
    visitor.client.set_cookie("sid", "planted-by-somebody")
    visitor.sign_in("gildong")
    other = Visitor(house.test_client())
    other.client.set_cookie("sid", "planted-by-somebody")
    assert other.get("/menu").status_code == 303


def test_forms_from_before_signing_in_are_dead(visitor: Visitor) -> None:
    old = visitor.token()
    visitor.sign_in("gildong")
    assert visitor.post("/work/7", {"csrf_token": old}).status_code == 400


def test_the_database_cannot_be_used_to_sign_in(inside: Visitor) -> None:
    token = inside.client.get_cookie("sid").value
    assert len(token) >= 43
    assert token not in rows()[0].token_hash


def test_cookies_in_demo_mode_on_localhost(visitor: Visitor) -> None:
    cookies = visitor.sign_in("gildong").headers.getlist("Set-Cookie")
    sid = next(cookie for cookie in cookies if cookie.startswith("sid="))
    assert "HttpOnly" in sid
    assert "SameSite=Lax" in sid
    assert "Path=/" in sid
    assert "Expires" not in sid


def test_cookies_over_https(settings: Settings, resident: Resident) -> None:
    from dataclasses import replace

    app = build(replace(settings, base_url="https://dojang.example"), rooms)
    over_tls = Visitor(app.test_client(), base_url="https://dojang.example")
    answer = over_tls.sign_in("gildong")
    assert answer.status_code == 303
    cookies = [c for c in answer.headers.getlist("Set-Cookie") if "=;" not in c]
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-sid", "__Host-device"}
    assert all("; Secure" in c and "; HttpOnly" in c and "Domain" not in c for c in cookies)
    assert over_tls.get("/menu").status_code == 200
    database().dispose()


def test_plain_cookies_are_refused_elsewhere(settings: Settings) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="https"):
        build(replace(settings, base_url="http://dojang.example"), rooms)


def test_logout_kills_the_row(inside: Visitor) -> None:
    token = inside.client.get_cookie("sid").value
    answer = inside.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login?out=1")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "로그아웃했습니다" in inside.get(answer.location).text
    inside.client.set_cookie("sid", token)
    assert inside.get("/menu").status_code == 303


def test_a_link_does_not_sign_anybody_out(inside: Visitor) -> None:
    assert inside.get("/logout").status_code == 200
    assert inside.get("/menu").status_code == 200


def test_signing_out_twice_is_calm(inside: Visitor) -> None:
    inside.post("/logout")
    assert inside.post("/logout").status_code == 303
    assert inside.get("/logout").location == "/login"


def test_several_devices_and_ending_another(house: Flask, inside: Visitor, gildong: str) -> None:
    phone = Visitor(house.test_client())
    phone.post(
        "/login",
        {"account": "gildong", "password": "Demo!2026"},
        User_Agent="Mozilla/5.0 (Linux; Android 15) SamsungBrowser/29.0 Chrome/136.0 Safari/537.36",
    )
    with reading() as session:
        listed = sessions_of(session, gildong, rows()[0].id)
    assert [(s.device, s.here) for s in listed] == [
        ("Samsung Internet · Android", False),
        ("Web", True),
    ]
    answer = inside.post(f"/me/sessions/{listed[0].id}/end")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert phone.get("/menu").status_code == 303
    assert inside.get("/menu").status_code == 200


def test_ending_the_present_one_signs_out(inside: Visitor) -> None:
    answer = inside.post(f"/me/sessions/{rows()[0].id}/end")
    assert answer.location == "/login?out=1"
    assert inside.get("/menu").status_code == 303


def test_anothers_session_is_not_there(house: Flask, inside: Visitor, resident: Resident) -> None:
    resident("thief")
    thief = Visitor(house.test_client())
    thief.sign_in("thief")
    assert thief.post(f"/me/sessions/{rows()[0].id}/end").status_code == 404
    assert inside.get("/menu").status_code == 200


def test_an_unknown_session_is_refused_by_the_action(gildong: str) -> None:
    with pytest.raises(NotFound), unit() as u:
        end_session(u, gildong, "no-such", "logout")


def test_every_start_and_end_is_told(settings: Settings, visitor: Visitor) -> None:
    told: list[str] = []
    from app.db import unit as units

    units._handlers.on("*", lambda u, happened: told.append(happened.type))
    visitor.sign_in("gildong")
    visitor.post("/logout")
    assert told == ["accounts:session:started", "accounts:session:ended"]
