"""Pages and fragments, preferences, and the filters templates use."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.core import texts
from app.web import pages
from app.web.display import safe_next
from app.web.preferences import Preferences, read
from tests.support.visitor import Visitor

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


def fragment(visitor: Visitor, **more: str) -> str:
    headers = {"HX_Request": "true", "HX_Request_Type": "partial", **more}
    return visitor.get("/display", **headers).text


def test_a_browser_gets_the_whole_page(visitor: Visitor) -> None:
    page = visitor.get("/display").text
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


def test_htmx_gets_the_inside_with_a_title(visitor: Visitor) -> None:
    inside = fragment(visitor)
    assert inside.startswith("<title>")
    assert '<div id="page">' in inside
    assert "<html" not in inside
    assert "<style" not in inside


def test_going_back_gets_the_whole_page(visitor: Visitor) -> None:
    assert "<html" in fragment(visitor, HX_History_Restore_Request="true")
    assert "<html" in fragment(visitor, HX_Request_Type="full")


def test_choices_are_kept_and_shown(visitor: Visitor) -> None:
    chosen = {"size": "150", "theme": "contrast", "language": "en", "next": "/display"}
    answer = visitor.post("/display", chosen)
    assert (answer.status_code, answer.location) == (303, "/display")
    page = visitor.get("/display").text
    assert '<html lang="en">' in page
    assert "html{font-size:150%}" in page
    assert "color-scheme:dark" in page
    assert "Text size" in page


def test_one_visitors_language_is_not_the_next_ones(house: Flask) -> None:
    english, korean = Visitor(house.test_client()), Visitor(house.test_client())
    english.post("/display", {"language": "en"})
    assert "Text size" in english.get("/display").text
    assert "글자 크기" in korean.get("/display").text


def test_a_broken_choice_is_the_default(visitor: Visitor) -> None:
    visitor.post("/display", {"size": "9999", "theme": "<b>", "language": "../ko"})
    page = visitor.get("/display").text
    assert '<html lang="ko">' in page
    assert "color-scheme:light" in page
    assert "html{font-size" not in page


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "",
        "a",
        "/a\nb",
        "//[",
        "////evil.example",
        "/\\/\\evil.example",
    ],
)
def test_the_way_back_stays_in_the_house(address: str) -> None:
    assert safe_next(address) == "/"


def test_the_way_back_keeps_the_place() -> None:
    assert safe_next("/agreements/AR-2026-0001/text?page=2") == (
        "/agreements/AR-2026-0001/text?page=2"
    )


@pytest.mark.parametrize("wanted", [Preferences(), Preferences("en", 200, "contrast")])
def test_the_cookie_says_what_was_chosen(wanted: Preferences) -> None:
    assert read(wanted.cookie()) == wanted


def test_dates_are_korean() -> None:
    assert pages.kst(NOW) == "2026.11.24 01:05"
    assert pages.kdate(NOW) == "2026.11.24"
    assert pages.kdate(date(2026, 12, 1)) == "2026.12.01"
    assert pages.brief(NOW) == "11.24 01:05"
    assert pages.hour(NOW) == "01:05"


def test_hashes_are_grouped() -> None:
    assert pages.groups("0123456789abcdef") == ["01234567", "89abcdef"]


def test_bold_words_are_bold_and_what_is_filled_in_is_only_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(texts, "sentence", lambda key: "**{name}** & {number}")
    made = pages.tb("any", name="<i>", number="010-****-0001")
    assert made == "<b>&lt;i&gt;</b> &amp; 010-****-0001"
