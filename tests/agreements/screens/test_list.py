"""전자약정 리스트: only what is addressed to this person."""

from flask import Flask

from app.config import Settings
from app.worker import drain
from tests.support.signer import Signer, register, send


def test_only_ones_own(app: Flask, settings: Settings, signer: Signer) -> None:
    register("han-gyeonbon", "한견본", "01000000007")
    send("AR-2026-0006", "01000000007", amount=12_000_000)
    mine = signer.get("/agreements").text
    theirs = Signer(app, settings).enter("han-gyeonbon").get("/agreements").text
    assert ("AR-2026-0001" in mine, "AR-2026-0006" in mine) == (True, False)
    assert ("AR-2026-0001" in theirs, "AR-2026-0006" in theirs) == (False, True)


def test_anothers_agreement_is_not_there(app: Flask, settings: Settings, signer: Signer) -> None:
    register("han-gyeonbon", "한견본", "01000000007")
    stranger = Signer(app, settings).enter("han-gyeonbon")
    for path in ("", "/request", "/paper.pdf", "/status", "/decline"):
        assert stranger.get(f"/agreements/{signer.number}{path}").status_code == 404
    for path in ("request", "draft", "decline", "identify/send", "articles/1"):
        assert stranger.answer(path, {"version": "1"}, key="k").status_code == 404


def test_what_each_row_says(signer: Signer) -> None:
    assert "새 요청" in signer.get("/agreements").text
    signer.to("ticks")
    page = signer.get("/agreements").text
    assert "4/6 진행 중" in page
    assert "30,000,000" in page


def test_without_requests(app: Flask, settings: Settings, person: str) -> None:
    page = Signer(app, settings).enter().get("/agreements").text
    assert "진행할 전자약정이 없습니다." in page


def test_a_completed_one_says_while_its_paper_waits_for_the_time(signer: Signer) -> None:
    signer.to("identify").conclude()
    page = signer.get("/agreements").text
    assert "체결 완료" in page
    assert "시각 확인 대기 중" in page
    drain(signer.settings)
    assert "시각 확인 대기 중" not in signer.get("/agreements").text
