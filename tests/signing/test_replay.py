"""The replay of a signature: every point in its time, pauses shortened, nothing made up."""

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.evidence.ink import Ink, parse_ink
from app.signing.replay import LONGEST_PAUSE, replay

hurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine drawing a signature takes longer than Hypothesis likes."""

spots = st.integers(-10_000, 10_000)
points = st.tuples(spots, spots, st.integers(0, 9_000), st.integers(0, 255))


@st.composite
def inks(draw: st.DrawFn) -> Ink:
    ms, drawn = 0, []
    for stroke in draw(st.lists(st.lists(points, min_size=1, max_size=5), min_size=1, max_size=4)):
        drawn.append([[x, y, ms := ms + wait, pressure] for x, y, wait, pressure in stroke])
    return parse_ink(json.dumps({"v": 1, "w": 1000, "h": 500, "strokes": drawn}))


@hurried
@given(inks())
def test_pieces_come_one_after_the_other_and_end_where_the_strokes_end(ink: Ink) -> None:
    shown = replay(ink)
    times = [piece.at for piece in shown.pieces]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] == shown.length == shown.ends[-1]
    assert shown.length <= shown.lasted
    assert len(shown.ends) == len(shown.strokes) == len(ink.strokes)
    for number, stroke in enumerate(ink.strokes, start=1):
        mine = [piece for piece in shown.pieces if piece.stroke == number]
        assert len(mine) == max(len(stroke) - 1, 1)
        assert mine[0].path.startswith(f"M{stroke[0][0]} {stroke[0][1]}")
        if len(stroke) > 1:
            assert mine[-1].path.endswith(f" {stroke[-1][0]} {stroke[-1][1]}")


@hurried
@given(inks())
def test_inside_a_stroke_time_is_as_it_was_and_pauses_are_bounded(ink: Ink) -> None:
    shown = replay(ink)
    for number, stroke in enumerate(ink.strokes, start=1):
        mine = [piece.at for piece in shown.pieces if piece.stroke == number]
        if len(stroke) > 1:
            assert mine[-1] - mine[0] == stroke[-1][2] - stroke[1][2]
    assert shown.shortened == (shown.length != shown.lasted)


def test_a_long_pause_is_shown_short_and_told_in_full() -> None:
    strokes = [[[0, 0, 500, 10], [9, 9, 600, 10]], [[0, 0, 90_600, 255], [9, 9, 90_700, 255]]]
    shown = replay(parse_ink(json.dumps({"v": 1, "w": 1000, "h": 500, "strokes": strokes})))
    assert (shown.lasted, shown.length) == (90_200, 100 + LONGEST_PAUSE + 100)
    assert shown.shortened
    assert [(it.began, it.lasted, it.points, it.pressure) for it in shown.strokes] == [
        (500, 100, 2, 4),
        (90_600, 100, 2, 100),
    ]


@hurried
@given(inks())
def test_paths_are_numbers_and_letters_alone(ink: Ink) -> None:
    for piece in replay(ink).pieces:
        assert re.fullmatch(r"M[-\d. ]+(Q[-\d. ]+|h\.1)", piece.path)
