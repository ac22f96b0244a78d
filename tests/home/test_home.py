"""전체메뉴, 마이페이지, the guide and the signs of life."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.config import Settings
from app.core.texts import t
from app.db.types import new_id
from app.db.unit import reading
from app.delivery import beat
from app.home.guide import MOST_AN_HOUR
from app.home.models import GuideFeedback
from tests.conftest import Clock
from tests.support.signer import Signer, register, send
from tests.support.visitor import Visitor


@pytest.fixture
def signer(app: Flask, settings: Settings) -> Signer:
    register()
    return Signer(app, settings).enter()


@pytest.fixture
def reader(client: FlaskClient) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(client)


def kept() -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = session.scalars(select(GuideFeedback).order_by(GuideFeedback.id))
        return [(row.page, row.vote, row.report) for row in rows]


def test_the_menu_counts_what_waits(signer: Signer) -> None:
    assert "지금 서명할 약정이 없습니다" in signer.get("/menu").text
    send("AR-2026-0001")
    send("AR-2026-0002")
    page = signer.get("/menu").text
    assert "AR-2026-0001" in page
    assert '<b class="chip act">2<' in page


def test_ones_own_page_shows_numbers_and_mail_masked(signer: Signer) -> None:
    page = signer.get("/me").text
    assert "010-****-0001" in page
    assert "g***@demo.example" in page
    assert "gildong@demo.example" not in page


def test_the_front_page_says_the_name_once(reader: Visitor) -> None:
    assert "<title>도장</title>" in reader.get("/").text
    assert "<title>로그인 · 도장</title>" in reader.get("/login").text


@pytest.mark.parametrize(
    ("kind", "said"),
    [("person", "개인의 경우"), ("corporation", "법인의 경우"), ("x", "개인의 경우")],
)
def test_the_guide_has_two_tabs_and_needs_no_sign_in(reader: Visitor, kind: str, said: str) -> None:
    page = reader.get(f"/help/agreements?for={kind}")
    assert page.status_code == 200
    assert f'aria-current="page">{said}' in page.text


def test_a_vote_and_a_report_are_kept(reader: Visitor) -> None:
    reader.get("/help/agreements")
    voted = reader.post("/help/agreements/vote", {"useful": "yes", "for": "corporation"})
    assert t("home.guide.thanks") in reader.get(voted.location or "").text
    reader.post("/help/agreements/report", {"text": " 오타가\n있습니다 ", "for": "person"})
    assert kept() == [
        ("agreements:corporation", "yes", ""),
        ("agreements:person", "", "오타가 있습니다"),
    ]


def test_what_says_nothing_is_not_kept(reader: Visitor) -> None:
    reader.get("/help/agreements")
    assert reader.post("/help/agreements/vote", {"useful": "maybe"}).status_code == 400
    assert reader.post("/help/agreements/report", {"text": "  "}).status_code == 400
    assert kept() == []


def test_a_script_does_not_fill_the_table(reader: Visitor, clock: Clock) -> None:
    reader.get("/help/agreements")
    for _ in range(MOST_AN_HOUR):
        assert reader.post("/help/agreements/vote", {"useful": "no"}).status_code == 303
    assert reader.post("/help/agreements/vote", {"useful": "no"}).status_code == 429
    assert len(kept()) == MOST_AN_HOUR


def test_alive_is_not_ready(client: FlaskClient, clock: Any) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    beat.record(f"worker {new_id()}")  # one heard lately is not written again
    assert client.get("/readyz").status_code == 200
    clock.move(beat.FRESH)
    assert client.get("/readyz").status_code == 503
