"""현황: the figures are those of the rows, of the period, of one's own reach."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.agreements import requests
from app.agreements.desk.figures import spoken
from app.config import Settings
from app.core import clock as clock_door
from app.db.types import first_id, new_id
from tests.agreements.desk.conftest import LetIn
from tests.conftest import Clock
from tests.support import signer
from tests.support.visitor import Visitor


def bars(desk: Visitor, address: str = "/desk/figures") -> dict[str, str]:
    """Every row of the bars: its label and its figure."""
    row = r'<tr><th scope="row">([^<]+)</th>.*?<td class="num-col">([^<]+)</td></tr>'
    return dict(re.findall(row, desk.get(address).text, re.DOTALL))


def test_what_became_of_the_requests(
    app: Flask, officer: LetIn, settings: Settings, clock: Clock
) -> None:
    for serial in (1, 2, 3):
        signer.send(f"AR-2026-000{serial}")
    requests.recall("AR-2026-0002", "서류를 다시 받습니다")
    clock.move(timedelta(minutes=42))
    signer.Signer(app, settings, "AR-2026-0001").enter().sign_guarantee()
    desk = officer()
    shown = bars(desk)
    assert (shown["체결 완료"], shown["서명 대기"], shown["회수"]) == ("1건", "1건", "1건")
    page = desk.get("/desk/figures").text
    assert "끝난 요청의 50%" in page
    assert "42분" in page


def test_where_signers_stopped_is_what_the_journey_says(
    app: Flask, officer: LetIn, settings: Settings
) -> None:
    for serial, step in ((1, "cautions"), (2, "ticks"), (3, "ticks")):
        number = f"AR-2026-000{serial}"
        signer.send(number)
        signer.Signer(app, settings, number).enter().to(step)
    signer.send("AR-2026-0004")
    shown = bars(officer())
    assert shown["유의사항 확인"] == "1명"
    assert shown["확인 항목 체크"] == "2명"
    assert shown["요청내역 확인 전"] == "1명"


def test_only_the_period_and_the_reach_count(officer: LetIn, clock: Clock) -> None:
    signer.send("AR-2026-0001")
    assert "보낸 요청이 없습니다" in officer("coop", "COOP", "").get("/desk/figures").text
    assert bars(officer())["서명 대기"] == "1건"


def test_ids_are_cut_at_an_instant() -> None:
    before = new_id()
    at = clock_door.now() + timedelta(seconds=1)
    assert before < first_id(at)
    assert first_id(at - timedelta(seconds=2)) < before


@pytest.mark.parametrize(
    ("took", "said"),
    [
        (timedelta(seconds=5), "1분"),
        (timedelta(minutes=59), "59분"),
        (timedelta(hours=3, minutes=5), "3시간 5분"),
        (timedelta(days=2, hours=1), "2일 1시간"),
    ],
)
def test_lengths_of_time_in_words(took: timedelta, said: str) -> None:
    assert spoken(took) == said
