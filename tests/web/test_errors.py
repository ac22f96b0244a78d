"""Every failure is a calm page with its status and a number to ask about, also for htmx."""

import json
import logging
import re

import pytest
from flask import Flask, abort, request
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from app.config import Settings
from app.core.errors import Refused
from app.db.unit import database, reading
from app.web import errors, guards, logs
from tests.support.house import build
from tests.support.visitor import Visitor

CALM = {
    400: "요청을 읽지 못했습니다",
    401: "로그인이 필요합니다",
    403: "볼 수 없는 화면입니다",
    404: "찾을 수 없습니다",
    409: "지금은 할 수 없습니다",
    410: "기한이 지났습니다",
    413: "보내신 내용이 너무 큽니다",
    422: "다시 확인해 주세요",
    429: "잠시 기다려 주세요",
    500: "저희 쪽에서 문제가 생겼습니다",
    503: "잠시 쉬고 있습니다",
}
FAULTS = {
    "stale": (StaleDataError("two at once"), 409),
    "unique": (IntegrityError("INSERT", {"name": "홍길동"}, Exception("taken")), 409),
    "locked": (OperationalError("UPDATE", {}, Exception("database is locked")), 503),
    "full": (PoolTimeout("QueuePool limit"), 503),
    "bug": (KeyError("010-0000-0001"), 500),
    "refused": (Refused("FOREIGN_REQUEST", 403), 403),
    "unworded": (Refused("NO_SUCH_WORDS", 410), 410),
}


def furnish(app: Flask) -> None:
    @app.route("/fail/<int:status>", methods=["GET", "POST"])
    @guards.public
    def fail(status: int) -> str:
        abort(status)

    @app.get("/fault/<name>")
    @guards.public
    def fault(name: str) -> str:
        raise FAULTS[name][0]

    @app.post("/take")
    @guards.public
    def take() -> str:
        return str(len(request.form))


@pytest.fixture
def house(settings: Settings):
    made = build(settings, furnish)
    yield made
    database().dispose()


@pytest.mark.parametrize("status", CALM)
def test_a_calm_page(visitor: Visitor, status: int) -> None:
    answer = visitor.get(f"/fail/{status}")
    assert answer.status_code == status
    assert f"<h1>{CALM[status]}</h1>" in answer.text
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch(r"E-[2-9A-Z]{10}", number)
    assert number in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("status", CALM)
def test_the_same_for_htmx(visitor: Visitor, status: int) -> None:
    answer = visitor.post(f"/fail/{status}", HX_Request="true", HX_Target="div#page")
    assert answer.status_code == status
    assert CALM[status] in answer.text
    assert "<html" not in answer.text
    assert 'id="page"' in answer.text
    assert answer.headers["HX-Retarget"] == "#page"


def test_a_live_part_survives_our_own_trouble(visitor: Visitor) -> None:
    answer = visitor.get("/fail/503", HX_Request="true", HX_Target="p#call")
    assert answer.headers["HX-Reswap"] == "none"
    gone = visitor.get("/fail/410", HX_Request="true", HX_Target="p#call")
    assert gone.headers["HX-Retarget"] == "#page"


@pytest.mark.parametrize("name", FAULTS)
def test_faults_become_the_right_page(visitor: Visitor, name: str) -> None:
    answer = visitor.get(f"/fault/{name}")
    assert answer.status_code == FAULTS[name][1]
    assert ("Retry-After" in answer.headers) == (answer.status_code == 503)
    assert "Traceback" not in answer.text
    assert "0000-0001" not in answer.text
    assert "INSERT" not in answer.text


def test_a_refusal_speaks_its_own_words(visitor: Visitor) -> None:
    assert "다른 사이트에서 온 요청" in visitor.get("/fault/refused").text


def test_a_database_that_is_away(house: Flask, visitor: Visitor) -> None:
    @guards.public
    def asks(name: str) -> str:
        with reading() as session:
            return str(session.execute(text("SELECT no_such_thing FROM nowhere")))

    house.view_functions["fault"] = asks
    assert visitor.get("/fault/x").status_code in (500, 503)


def test_too_large_too_many_wrong_method_wrong_body(visitor: Visitor) -> None:
    assert visitor.post("/take", {"words": "x" * 70_000}).status_code == 413
    many = {f"f{n}": "x" for n in range(150)}
    sent = visitor.post("/take", many, Content_Type="multipart/form-data; boundary=b")
    assert sent.status_code in (400, 413)
    wrong = visitor.get("/take")
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]
    assert CALM[400] in wrong.text


def test_the_last_resort(house: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **context: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "render", broken)
    answer = visitor.get("/fail/404")
    assert answer.status_code == 404
    assert answer.text.strip() == f"404 {answer.headers['X-Request-Id']}"


def test_every_request_has_its_own_number(visitor: Visitor) -> None:
    numbers = {visitor.get("/display").headers["X-Request-Id"] for _ in range(3)}
    assert len(numbers) == 3


def test_a_fault_is_logged_without_what_was_typed(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/fault/unique")
    (record,) = caplog.records
    line = json.loads(logs.JsonLines().format(record))
    assert line["fault"] == "IntegrityError"
    assert "test_errors.py" in line["path"]
    assert "홍길동" not in json.dumps(line, ensure_ascii=False)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "secret",
    [
        "010-0000-0001",
        "01000000001",
        "+82 10-0000-0001",
        "02-000-0000",
        "850101-1999907",
        "8501011999907",
        "123456",
        "12345678",
        "gildong@demo.example",
    ],
)
def test_redaction(secret: str) -> None:
    assert logs.redact(f"sent to {secret}.") == "sent to [hidden]."


def test_redaction_leaves_what_is_needed() -> None:
    kept = "job 0191d9f6-7e2b-7c11-9a51-2f3e4d5c6b7a of AR-2026-0001 took 1234 ms"
    assert logs.redact(kept) == kept


def test_a_line_stays_one_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'one\n{"level": "two"}', (), None)
    line = logs.JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["level"] == "info"
