"""서명: a finger or the registered name; a dot or a bare line is asked again, kindly."""

import json
import unicodedata
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db.unit import reading
from app.signing.models import Draft, Execution
from tests.support.signer import INK, Signer


def strokes(*made: list[list[int]], **changes: Any) -> str:
    return json.dumps({"v": 1, "w": 1000, "h": 600, "strokes": list(made), **changes})


DOT = strokes([[500, 300, 0, 128]])
LINE = strokes([[100 + 20 * i, 300, 10 * i, 128] for i in range(40)])
TOO_MANY_POINTS = strokes(*[[[i, j, 200 * j + i, 1] for i in range(100)] for j in range(60)])


def executions() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Execution)) or 0


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"way": "ink", "ink": ""}, "서명이 필요한 부분에 서명해 주세요."),
        ({"way": "name", "name": ""}, "서명이 필요한 부분에 서명해 주세요."),
        ({"way": "ink", "ink": DOT}, "점이나 선"),
        ({"way": "ink", "ink": LINE}, "점이나 선"),
        ({"way": "name", "name": "홍길순"}, "등록된 이름과 다릅니다"),
    ],
)
def test_what_is_no_signature_is_asked_again(
    signer: Signer, form: dict[str, str], sentence: str
) -> None:
    signer.to("sign")
    answered = signer.answer("sign", form)
    assert answered.status_code == 422
    assert sentence in answered.text
    assert executions() == 0


@pytest.mark.parametrize(
    "ink",
    [
        "scribble",
        "[]",
        strokes(),
        strokes([]),
        strokes([[1, 2, 3]]),
        strokes([["1", 2, 3, 4]]),
        strokes([[1.5, 2, 3, 4]]),
        strokes([[1, 2, 3, 999]]),
        strokes([[99999, 2, 3, 4]]),
        strokes([[1, 2, 30, 4], [1, 2, 3, 4]]),
        strokes([[1, 2, 3, 4]], v=2),
        strokes([[1, 2, 3, 4]], h=0),
        TOO_MANY_POINTS,
        "[" * 50_000,
    ],
)
def test_a_malformed_stroke_list_is_refused_and_not_kept(signer: Signer, ink: str) -> None:
    signer.to("sign")
    answered = signer.answer("sign", {"way": "ink", "ink": ink})
    assert answered.status_code == 422
    assert "서명을 읽지 못했습니다" in answered.text
    with reading() as session:
        assert session.scalars(select(Draft)).one().signature == {}


def test_what_was_drawn_is_there_on_another_device(signer: Signer) -> None:
    signer.to("sign")
    signer.client.post(
        signer.at("draft"),
        json={"step": "sign", "values": {"way": ["ink"], "ink": [INK]}},
        headers={"X-CSRFToken": signer.token()},
        base_url=signer.base_url,
    )
    other = Signer(signer.client.application, signer.settings).enter()
    assert INK in unescape(other.see("sign").text)


def test_the_draft_is_sealed_at_rest(signer: Signer) -> None:
    signer.to("identify")
    with reading() as session:
        raw = session.connection().exec_driver_sql("SELECT signature FROM draft").scalar_one()
    assert b"strokes" not in bytes(raw)


@pytest.mark.parametrize("name", ["홍길동", " 홍 길동 ", unicodedata.normalize("NFD", "홍길동")])
def test_the_registered_name_is_as_good(signer: Signer, name: str) -> None:
    signer.to("sign")
    assert signer.answer("sign", {"way": "ink", "ink": "", "name": name}).status_code == 303


def test_pressing_twice_executes_once(signer: Signer) -> None:
    signer.to("sign")
    for _ in range(3):
        form = {"way": "name", "name": "홍길동"}
        assert signer.answer("sign", form, key="same").location == signer.at("identify")
    assert executions() == 1


def test_signing_again_before_the_check_executes_again(signer: Signer) -> None:
    signer.to("identify")
    assert signer.answer("sign", {"way": "name", "name": "홍길동"}).status_code == 303
    assert executions() == 2


def test_a_nul_is_no_fault_of_ours(signer: Signer) -> None:
    """PostgreSQL takes none: neither in an address nor in a field that nobody sees."""
    assert signer.get("/agreements/%00").status_code in (400, 404)
    signer.to("sign")
    answered = signer.answer("sign", {"way": "name", "name": "홍길동"}, key="k\0")
    assert answered.status_code in (303, 400)


def test_every_key_that_executed_gets_its_answer_after_signing(signer: Signer) -> None:
    signer.to("sign")
    form = {"way": "name", "name": "홍길동"}
    for key in ("first", "second"):
        assert signer.answer("sign", form, key=key).status_code == 303
    signer.conclude()
    for key in ("first", "second"):
        assert signer.answer("sign", form, key=key).location == signer.at("done")
    assert signer.answer("sign", form, key="third").status_code == 409
