"""Strokes: what is let in, what counts as a signature, what is drawn and what is kept back."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.ink import BadInk, commitment, geometry, parse_ink, svg, too_simple
from tests.evidence.samples import ink, ink_text


def posted(strokes: Any, **changes: Any) -> str:
    given = {"v": 1, "w": 1000, "h": 460, "strokes": strokes, **changes}
    return json.dumps(given, separators=(",", ":"))


def line(*points: tuple[int, int]) -> list[list[int]]:
    return [[x, y, i * 10, 128] for i, (x, y) in enumerate(points)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not JSON"),
        ("[" * 5000, "not JSON"),
        ("null", "not version 1"),
        (posted([line((1, 1))], v=2), "not version 1"),
        (posted([line((1, 1))], w=10), "not version 1"),
        (posted([line((1, 1))], h=0), "no box or no strokes"),
        (posted([line((1, 1))], h=1.5), "no box or no strokes"),
        (posted("x"), "no box or no strokes"),
        (posted([]), "number of strokes"),
        (posted([line((1, 1))] * 65), "number of strokes"),
        (posted([[]]), "empty stroke"),
        (posted([{"x": 1}]), "empty stroke"),
        (posted([[[1, 2, 3]]]), "point"),
        (posted([[[1, 2, 3, 4, 5]]]), "point"),
        (posted([[[1, 2, 3, 256]]]), "point out of range"),
        (posted([[[1, 2, -1, 0]]]), "point out of range"),
        (posted([[[10**9, 2, 0, 0]]]), "point out of range"),
        (posted([[[1.5, 2, 0, 0]]]), "point out of range"),
        (posted([[[True, 2, 0, 0]]]), "point out of range"),
        (posted([[["1", 2, 0, 0]]]), "point out of range"),
        (posted([[[1, 2, 5, 0], [1, 2, 4, 0]]]), "time runs backwards"),
        (posted([[[0, 0, 0, 0]] * 5001]), "number of points"),
        (posted([line((1, 1))], note="x" * 70_000), "too large"),
    ],
)
def test_anything_but_a_stroke_list_is_refused(text, code):
    with pytest.raises(BadInk) as refused:
        parse_ink(text)
    assert refused.value.code == code


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_no_text_breaks_the_parser(text):
    with pytest.raises(ValueError):
        parse_ink(text)


@pytest.mark.parametrize(
    "strokes",
    [
        [line((500, 200))],
        [line((500, 200), (501, 201), (502, 200))],
        [line((100, 200), (900, 210))],
        [line((100, 200), (500, 205), (900, 210))],
        [line((100, 100), (100, 400))],
        [line((100, 200), (300, 201)), [[500, 203, 50, 1], [900, 206, 60, 1]]],
    ],
    ids=["dot", "blot", "line", "long line", "stroke down", "dashes"],
)
def test_a_dot_or_a_bare_line_is_too_simple(strokes):
    assert too_simple(parse_ink(posted(strokes)))


@pytest.mark.parametrize(
    "strokes",
    [
        [line((100, 100), (300, 300), (500, 100))],
        [line((100, 100), (400, 100)), [[250, 20, 90, 1], [250, 300, 99, 1]]],
        [line((200, 200), (400, 100), (600, 300), (400, 350), (200, 200))],
    ],
    ids=["v", "cross", "ring"],
)
def test_whatever_somebody_wrote_is_a_signature(strokes):
    assert not too_simple(parse_ink(posted(strokes)))


def test_the_drawing_is_one_path_for_each_stroke():
    drawn = ElementTree.fromstring(svg(ink()))
    paths = drawn.findall(".//{http://www.w3.org/2000/svg}path")
    assert len(paths) == 5
    assert all(path.get("d", "").startswith("M") and "Q" in path.get("d", "") for path in paths)


def test_a_small_drawing_is_not_blown_up():
    small = parse_ink(posted([line((500, 200), (530, 260), (560, 200), (500, 230))]))
    x, y, width, height = map(int, ElementTree.fromstring(svg(small)).get("viewBox", "").split())
    assert (width, height) == (444, 174)
    assert x < 500 < 560 < x + width
    assert y < 200 < 260 < y + height


def test_what_travels_has_neither_time_nor_pressure():
    assert {len(point) for stroke in geometry(ink())["strokes"] for point in stroke} == {2}


def test_the_commitment_holds_every_point_and_needs_its_salt():
    moved = json.loads(ink_text())
    moved["strokes"][0][3][2] += 1
    first = commitment(ink(), b"salt")
    assert first == commitment(ink(), b"salt")
    assert first != commitment(parse_ink(json.dumps(moved)), b"salt")
    assert first != commitment(ink(), b"another")
