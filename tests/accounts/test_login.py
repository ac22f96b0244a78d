"""Signing in: the right way, the wrong ways, and nobody locks anybody else out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts import passwords, rules
from app.accounts.models import Account
from app.db.unit import reading, unit
from tests.support.visitor import Visitor

Resident = Callable[[str], str]


@pytest.fixture(autouse=True)
def gildong(resident: Resident) -> str:
    return resident("gildong")


def wrong(visitor: Visitor, times: int, login: str = "gildong") -> list[int]:
    return [visitor.sign_in(login, "wrong password").status_code for _ in range(times)]


def test_right_password_opens_the_menu(visitor: Visitor) -> None:
    answer = visitor.sign_in("gildong")
    assert (answer.status_code, answer.location) == (303, "/menu")
    assert visitor.get("/menu").text == "시험 gildong gildong"


@pytest.mark.parametrize("typed", [" gildong ", "GilDong", "ｇｉｌｄｏｎｇ"])
def test_the_id_may_be_typed_sloppily(visitor: Visitor, typed: str) -> None:
    assert visitor.sign_in(typed).status_code == 303


def test_back_to_where_one_was(visitor: Visitor) -> None:
    sent = visitor.get("/work/7?page=2")
    assert sent.status_code == 303
    assert sent.location == "/login?next=%2Fwork%2F7%3Fpage%3D2"
    assert 'name="next" value="/work/7?page=2"' in visitor.get(sent.location).text
    assert visitor.sign_in("gildong", next_="/work/7?page=2").location == "/work/7?page=2"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/logout",
    ],
)
def test_never_to_another_site_nor_out_again(visitor: Visitor, address: str) -> None:
    assert visitor.sign_in("gildong", next_=address).location == "/menu"


def test_wrong_password_and_unknown_id_look_the_same(visitor: Visitor) -> None:
    pages = []
    for login, password in (("gildong", "wrong"), ("nobody-1", "wrong")):
        answer = visitor.sign_in(login, password)
        assert answer.status_code == 422
        assert "아이디나 비밀번호가 맞지 않습니다" in answer.text
        pages.append(answer.text.replace(login, "").split("<main>")[1].split("csrf_token")[0])
    assert pages[0] == pages[1]
    assert 'value="nobody-1"' in answer.text
    assert "wrong" not in answer.text


def test_an_unknown_id_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    class Watched:
        def verify(self, password_hash: str, password: str) -> bool:
            seen.append(password_hash.split("$")[:4])
            return True

    real = passwords.hashed("Demo!2026")
    passwords.nobodys()
    monkeypatch.setattr(passwords, "HASHER", Watched())
    assert passwords.matches(real, "x")
    assert not passwords.matches(None, "x")
    assert seen[0] == seen[1]


def test_empty_fields_are_named_and_cost_no_try(visitor: Visitor) -> None:
    for _ in range(12):
        answer = visitor.sign_in("", "")
    assert answer.status_code == 422
    assert "아이디를 입력해 주세요." in answer.text
    assert "비밀번호를 입력해 주세요." in answer.text
    assert visitor.sign_in("gildong").status_code == 303


@pytest.mark.parametrize("login", ["x" * 65, "gil\x00dong", "\n", "길동" * 40])
def test_impossible_ids_are_simply_wrong(visitor: Visitor, login: str) -> None:
    assert visitor.sign_in(login).status_code == 422


def test_a_huge_password_is_not_hashed(visitor: Visitor) -> None:
    assert visitor.sign_in("gildong", "a" * 5000).status_code == 422


def test_a_closed_account_looks_like_a_wrong_password(visitor: Visitor, gildong: str) -> None:
    with unit() as u:
        u.session.execute(update(Account).values(disabled_at=u.now))
    assert visitor.sign_in("gildong").status_code == 422


def test_closing_an_account_ends_what_is_open(visitor: Visitor) -> None:
    visitor.sign_in("gildong")
    with unit() as u:
        u.session.execute(update(Account).values(disabled_at=u.now))
    assert visitor.get("/menu").status_code == 303


def test_a_hash_of_older_parameters_is_renewed(
    visitor: Visitor, gildong: str, real_hashes: None
) -> None:
    old = passwords.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    with unit() as u:
        u.session.get_one(Account, gildong).password_hash = old.hash("Demo!2026")
    assert visitor.sign_in("gildong").status_code == 303
    with reading() as session:
        renewed = session.get_one(Account, gildong).password_hash
    assert "m=47104,t=2,p=1" in renewed
    assert visitor.sign_in("gildong").status_code == 303


def test_ten_wrong_then_a_wait_that_grows(visitor: Visitor, clock) -> None:
    assert wrong(visitor, 10) == [422] * 10
    answer = visitor.sign_in("gildong")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "1분 뒤에 다시 해 주세요" in answer.text
    clock.move(timedelta(seconds=61))
    assert wrong(visitor, 1) == [422]
    assert visitor.sign_in("gildong").headers["Retry-After"] == "120"
    clock.move(timedelta(seconds=121))
    assert visitor.sign_in("gildong").status_code == 303


def test_an_unknown_id_waits_just_the_same(visitor: Visitor, clock) -> None:
    assert wrong(visitor, 11, "nobody-1") == [422] * 10 + [429]


def test_twenty_wrong_at_once_are_ten_tries(house: Flask, clock) -> None:
    visitors = [Visitor(house.test_client()) for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda v: wrong(v, 1)[0], visitors))
    assert sorted(found) == [422] * 10 + [429] * 10


def test_strangers_cannot_lock_the_owner_out(house: Flask, clock) -> None:
    owner = Visitor(house.test_client())
    owner.sign_in("gildong")
    owner.post("/logout")
    stranger = Visitor(house.test_client())
    assert wrong(stranger, 12) == [422] * 10 + [429] * 2
    assert owner.sign_in("gildong").status_code == 303


def test_other_addresses_are_not_held_up(house: Flask, clock) -> None:
    wrong(Visitor(house.test_client()), 11)
    assert Visitor(house.test_client(), "198.51.100.7").sign_in("gildong").status_code == 303


def test_many_addresses_together_do_not_guess_on(
    house: Flask, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda password_hash, password: False)
    found = [
        wrong(Visitor(house.test_client(), f"198.51.100.{n}"), 1)[0]
        for n in range(rules.STRANGER_TRIES.allowed + 3)
    ]
    assert found == [422] * rules.STRANGER_TRIES.allowed + [429] * 3


def test_a_known_device_guesses_ten_times_too(visitor: Visitor, clock) -> None:
    visitor.sign_in("gildong")
    visitor.post("/logout")
    assert wrong(visitor, 11) == [422] * 10 + [429]


def test_a_device_is_known_for_its_own_people_only(house: Flask, resident: Resident, clock) -> None:
    resident("thief")
    thief = Visitor(house.test_client())
    thief.sign_in("thief")
    wrong(thief, 11)
    fresh = Visitor(house.test_client())
    assert fresh.sign_in("gildong").status_code == 429, "counted as a stranger at this address"


def test_a_forged_device_cookie_is_a_stranger(visitor: Visitor, clock) -> None:
    visitor.client.set_cookie("device", '["key","mark"].forged')
    assert wrong(visitor, 11) == [422] * 10 + [429]


def test_a_right_password_clears_the_tries(visitor: Visitor, clock) -> None:
    wrong(visitor, 9)
    visitor.sign_in("gildong")
    visitor.post("/logout")
    assert wrong(visitor, 9) == [422] * 9


def test_signed_in_already_goes_on(visitor: Visitor) -> None:
    visitor.sign_in("gildong")
    assert visitor.get("/login?next=/work/7").location == "/work/7"
