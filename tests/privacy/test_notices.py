"""The public notices: dated, filled, replaceable by an institution; the cookies as they are."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.core import clock
from app.privacy import notices
from tests.support.visitor import Visitor

OWN = """
effective_from = {day}
lead = "{institution}의 새 방침입니다."
english = ["New."]
sections = []
"""


@pytest.mark.parametrize("name", notices.NAMES)
def test_every_notice_stands_and_is_filled(app: Flask, name: str) -> None:
    page = Visitor(app.test_client()).get(f"/{name}")
    assert page.status_code == 200
    assert "2026.01.01부터 시행" in page.text
    assert "{" not in re.sub(r"<style>.*?</style>", "", page.text, flags=re.S)
    assert 'href="/privacy"' in page.text


def test_an_institution_replaces_them_from_a_day_on(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    visitor, folder = Visitor(app.test_client()), settings.var / "law"
    (folder / "privacy").mkdir(parents=True)
    today, coming = clock.today(), date(2999, 1, 1)
    for day in (today, coming):
        text = OWN.replace("{day}", str(day))
        (folder / "privacy" / f"{day}.toml").write_text(text, "utf-8")
    (folder / "names.toml").write_text('institution = "우리재단"', "utf-8")
    assert "우리재단의 새 방침입니다." in visitor.get("/privacy").text
    assert "시행 예정" in visitor.get(f"/privacy/{coming}").text
    assert "처리 목적" in visitor.get("/privacy/2026-01-01").text


@pytest.mark.parametrize("day", ["2026-01-02", "x", "..", "names"])
def test_there_is_no_other_day(app: Flask, day: str) -> None:
    assert Visitor(app.test_client()).get(f"/privacy/{day}").status_code == 404


def test_in_english_a_summary_stands_before_the_text(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.post("/display", {"language": "en"})
    page = visitor.get("/privacy").text
    assert "Privacy policy" in page
    assert "No tracking" in page


def test_the_cookies_are_those_that_are_named(app: Flask) -> None:
    """Whatever is set on the way through the house stands in the notice, and nothing more."""
    from tests.support import signer

    signer.register()
    visitor = Visitor(app.test_client())
    answers = [
        visitor.get("/login"),
        visitor.post("/display", {"size": "125"}),
        visitor.sign_in("gildong"),
        visitor.get("/menu"),
    ]
    lines = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    set_ = {line.partition("=")[0] for line in lines}
    notice = notices.in_force("cookies", Path("nowhere"), clock.today())
    named = {section.heading for section in notice.sections if section.heading.isascii()}
    assert set_ == named == {"sid", "device", "form", "display"}


def test_people_find_them_where_they_come_in(app: Flask) -> None:
    from tests.support import signer

    signer.register()
    visitor = Visitor(app.test_client())
    for path in ("/", "/login"):
        assert 'href="/terms"' in visitor.get(path).text
    visitor.sign_in("gildong")
    for path in ("/menu", "/me"):
        assert 'href="/privacy"' in visitor.get(path).text
