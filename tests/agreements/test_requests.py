"""Requests from a command: checked field by field, clear errors, nothing created when wrong."""

import json
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.agreements.forms import WrongOrder, read_order
from app.agreements.models import AgreementRequest
from app.config import ROOT
from app.core import clock
from app.db.unit import reading
from app.worker import drain
from tests.support.signer import Signer, register, texts_on_phone


def order(**changes: Any) -> dict[str, Any]:
    return {
        "institution": "FOUND",
        "branch": "창원지점",
        "business_number": "099-12-00056",
        "product": "소상공인 일반보증",
        "amount": 30_000_000,
        "period_start": "2026-12-01",
        "years": 5,
        "ratio_bps": 8500,
        "fee_bps": 100,
        "bank": "데모은행 창원지점",
        "purpose": "운전자금",
        "deadline": (clock.now() + timedelta(days=14)).isoformat(),
        **changes,
    }


def run(app: Flask, tmp_path: Path, text: str) -> tuple[int, str]:
    """Type the command; its exit code and what it says."""
    file = tmp_path / "order.json"
    file.write_text(text, "utf-8")
    done = app.test_cli_runner().invoke(args=["agreements", "create", str(file)])
    return done.exit_code, done.output


def requests() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AgreementRequest)) or 0


def test_the_request_shown_in_the_readme_can_be_sent(app: Flask, tmp_path: Path) -> None:
    register()
    shown = (ROOT / "README.md").read_text("utf-8").partition("```json")[2].partition("```")[0]
    code, said = run(app, tmp_path, shown)
    assert (code, said) == (0, f"AR-{clock.today().year}-0001\n")


def test_a_good_order_is_sent_and_told(app: Flask, settings: Any, tmp_path: Path) -> None:
    register()
    code, said = run(app, tmp_path, json.dumps(order()))
    number = f"AR-{clock.today().year}-0001"
    assert (code, said.strip()) == (0, number)
    assert run(app, tmp_path, json.dumps(order()))[1].strip() == f"AR-{clock.today().year}-0002"
    page = Signer(app, settings, number).enter().see("request").text
    assert "2026.12.01 ~ 2031.11.30" in page
    drain(settings)
    assert len([text for text in texts_on_phone() if "요청이 도착했습니다" in text]) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": "30000000"}, "amount: must be a whole number"),
        ({"amount": 1.5}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": 0}, "amount"),
        ({"ratio_bps": 10_001}, "ratio_bps"),
        ({"business_number": "099-12-00057"}, "business_number: must be a business number"),
        ({"business_number": "099-81-00014"}, "business_number: not in the register"),
        ({"period_start": "2026-02-30"}, "period_start: must be a date"),
        ({"period_start": "20261201"}, "period_start: must be a date"),
        ({"period_start": "0001-01-01"}, "period_start: must be a date"),
        ({"period_start": "9998-01-01"}, "period_start: must be a date"),
        ({"deadline": "9999-12-31T23:59:59-12:00"}, "deadline"),
        ({"deadline": "2026-12-07T18:00:00"}, "deadline"),
        ({"deadline": "2020-01-01T00:00:00+09:00"}, "deadline"),
        ({"branch": "서울지점"}, "branch: not in the register"),
        ({"institution": "NOBODY"}, "institution: not in the register"),
        ({"purpose": ""}, "purpose: must be a text"),
        ({"purpose": "한\n줄"}, "purpose"),
        ({"bank": "데모은행 🙂"}, "bank: the paper's font cannot draw"),
        ({"surprise": 1}, "surprise: not a field"),
    ],
)
def test_each_mistake_is_named_and_nothing_is_created(
    app: Flask, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    register()
    code, output = run(app, tmp_path, json.dumps(order(**change)))
    assert code == 1
    assert said in output
    assert requests() == 0
    assert run(app, tmp_path, json.dumps(order()))[1].strip().endswith("-0001")


@pytest.mark.parametrize("text", ["", "[]", "{", '"words"', "null", "[" * 100_000])
def test_what_is_no_order_is_refused(app: Flask, tmp_path: Path, text: str) -> None:
    code, output = run(app, tmp_path, text)
    assert code == 1
    assert "JSON" in output


def test_single_jamo_become_syllables() -> None:
    read = read_order(json.dumps(order(purpose=unicodedata.normalize("NFD", "운전자금"))))
    assert read.terms.purpose == "운전자금"


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(WrongOrder) as problem:
        read_order(json.dumps({"amount": "x"}))
    assert len(problem.value.problems) == 12


def test_recalling_what_is_not_there(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["agreements", "recall", "AR-2026-9999", "사유"])
    assert done.exit_code == 1
    assert "there is no such request" in done.output


@pytest.mark.parametrize("reason", ["", "  ", "가" * 201, "한\n줄"])
def test_a_request_is_recalled_with_a_reason_people_can_read(signer: Signer, reason: str) -> None:
    done = signer.client.application.test_cli_runner().invoke(
        args=["agreements", "recall", signer.number, reason]
    )
    assert (done.exit_code, "reason: must be a text" in done.output) == (1, True)
    assert signer.see("request").status_code == 200


def test_a_file_that_is_no_text(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_bytes(b"\xff\xfe{}")
    done = app.test_cli_runner().invoke(args=["agreements", "create", str(file)])
    assert (done.exit_code, "not UTF-8" in done.output) == (1, True)
