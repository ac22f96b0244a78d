"""Forged posts are refused, honest old ones helped; tokens differ on every page."""

import pytest
from flask import Flask

from app.config import Settings
from app.db.unit import database
from app.web import csrf, guards
from tests.support.house import build
from tests.support.visitor import TOKEN, Visitor


@pytest.fixture
def inside(visitor: Visitor, resident) -> Visitor:
    resident("gildong")
    visitor.sign_in("gildong")
    return visitor


def test_masked_anew_in_every_answer_and_each_one_good(inside: Visitor) -> None:
    tokens = [inside.token() for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        assert inside.post("/work/7", {"csrf_token": token, "words": "x"}).text == "7 x"


def test_one_token_per_answer(inside: Visitor) -> None:
    found = TOKEN.findall(inside.get("/logout").text)
    assert len(set(found)) == 1


def test_no_part_of_the_secret_is_on_the_page(inside: Visitor) -> None:
    """Two masked tokens share no run of letters that a compressor could tell."""
    one, other = inside.token(), inside.token()
    assert not any(one[i : i + 6] in other for i in range(len(one) - 6))


@pytest.mark.parametrize("token", ["", "x", "A" * 54, "%%%", "가" * 54])
def test_missing_or_made_up(inside: Visitor, token: str) -> None:
    answer = inside.post("/work/7", {"csrf_token": token, "words": "x"})
    assert answer.status_code == 400
    assert "화면을 연 지 오래되었습니다" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_another_persons_token(house: Flask, inside: Visitor) -> None:
    other = Visitor(house.test_client()).token()
    assert inside.post("/work/7", {"csrf_token": other}).status_code == 400


def test_in_a_header(inside: Visitor) -> None:
    answer = inside.post("/work/7", {"csrf_token": ""}, X_CSRFToken=inside.token())
    assert answer.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_foreign_pages_are_refused_even_with_a_token(inside: Visitor, site: str) -> None:
    answer = inside.post("/work/7", Sec_Fetch_Site=site)
    assert answer.status_code == 403
    assert "다른 사이트에서 온 요청" in answer.text


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://evil.example", 403),
        ("http://localhost:8001", 403),
        ("http://localhost:8000", 200),
        ("null", 200),
    ],
)
def test_the_origin_of_browsers_that_say_no_more(inside: Visitor, origin: str, status: int) -> None:
    assert inside.post("/work/7", Origin=origin).status_code == status


def test_foreign_reads_are_links_and_allowed(inside: Visitor) -> None:
    assert inside.get("/work/7", Sec_Fetch_Site="cross-site").status_code == 200


def test_what_was_typed_can_be_sent_again(inside: Visitor) -> None:
    typed = {"csrf_token": "old", "words": '<b>"네"</b>'}
    answer = inside.post("/work/7", typed, Sec_Fetch_Site="same-origin")
    assert answer.status_code == 400
    assert 'name="words" value="&lt;b&gt;&#34;네&#34;&lt;/b&gt;"' in answer.text
    assert 'action="/work/7"' in answer.text
    fresh = TOKEN.search(answer.text)
    assert fresh
    again = inside.post("/work/7", {"csrf_token": fresh.group(1), "words": "네"})
    assert again.text == "7 네"


def test_never_for_unknown_senders_and_never_a_password(inside: Visitor) -> None:
    assert "words" not in inside.post("/work/7", {"csrf_token": "old", "words": "x"}).text
    typed = {"csrf_token": "old", "account": "gildong", "password": "secret-word"}
    answer = inside.post("/login", typed, Sec_Fetch_Site="same-origin")
    assert answer.status_code == 400
    assert "secret-word" not in answer.text
    assert 'href="/login"' in answer.text


def test_as_a_fragment_for_htmx(inside: Visitor) -> None:
    answer = inside.post("/work/7", {"csrf_token": "old"}, HX_Request="true")
    assert answer.status_code == 400
    assert "<html" not in answer.text
    assert 'id="page"' in answer.text


def test_exempt_addresses_take_plain_posts_but_no_foreign_ones(settings: Settings) -> None:
    def furnish(app: Flask) -> None:
        app.add_url_rule("/hook", view_func=hook, methods=["POST"])

    client = build(settings, furnish).test_client()
    assert client.post("/hook").text == "ok"
    assert client.post("/hook", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    database().dispose()


@csrf.exempt
@guards.public
def hook() -> str:
    return "ok"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "[::1", "a/b", "localhost.evil.example"]
)
def test_a_name_that_is_not_ours_opens_nothing(house: Flask, host: str) -> None:
    for path in ("/login", "/menu", "/display"):
        assert house.test_client().get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:9000", "127.0.0.1", "10.0.0.7:8000", "[::1]:8000"])
def test_bare_addresses_open_for_probes_and_proxies(house: Flask, host: str) -> None:
    assert house.test_client().get("/login", headers={"Host": host}).status_code == 200
