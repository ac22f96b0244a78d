"""Ink: the strokes of a signature as timed points, their shape as vectors, a commitment to both.

The phone sends `{"v":1,"w":1000,"h":H,"by":"touch","strokes":[[[x,y,ms,pressure],…],…]}`; x and y
stand in a box 1000 wide (after a rotation they may lie outside it), ms counts from the first point,
pressure goes from 0 to 255. `by` says what wrote, where the phone says it.
"""

import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.evidence.canonical import canonical_json

MOST_BYTES = 64 * 1024
MOST_STROKES = 64
MOST_POINTS = 5_000
REACH = 10_000
MOST_MS = 6 * 60 * 60 * 1000

LEAST_PATH = 150
"""A signature's line is at least this long, in thousandths of the box's width."""

LEAST_BEND = 0.04
"""How far, as a share of its length, the ink must leave a straight line."""

LEAST_WIDTH, LEAST_HEIGHT = 420, 150
"""The smallest frame a signature is drawn in, in the same unit."""

POINTERS = ("", "touch", "pen", "mouse", "mixed")
"""What wrote: unsaid, a finger, a pen, a mouse, more than one of them."""

Point = tuple[int, int, int, int]


class BadInk(ValueError):
    """A stroke list that is not one; `code` says what is wrong with it."""

    def __init__(self, code: str):
        super().__init__(f"not a stroke list: {code}")
        self.code = code


@dataclass(frozen=True)
class Ink:
    """A signature's strokes in a box `width` x `height`; `pointer` says what wrote (POINTERS)."""

    width: int
    height: int
    strokes: tuple[tuple[Point, ...], ...]
    pointer: str = ""

    def points(self) -> Iterator[Point]:
        """Every point, in order of drawing."""
        for stroke in self.strokes:
            yield from stroke

    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of what was drawn."""
        xs, ys = zip(*((x, y) for x, y, _, _ in self.points()), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def parse_ink(text: str) -> Ink:
    """The strokes of a posted text; raises BadInk (a ValueError) for anything else."""
    if len(text.encode()) > MOST_BYTES:
        raise BadInk("too large")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadInk("not JSON") from problem
    if not isinstance(given, dict) or given.get("v") != 1 or given.get("w") != 1000:
        raise BadInk("not version 1")
    height, strokes = given.get("h"), given.get("strokes")
    if type(height) is not int or not 1 <= height <= REACH or not isinstance(strokes, list):
        raise BadInk("no box or no strokes")
    if not 1 <= len(strokes) <= MOST_STROKES:
        raise BadInk("number of strokes")
    if (pointer := given.get("by", "")) not in POINTERS:
        raise BadInk("pointer")
    return Ink(1000, height, _in_order(tuple(_stroke(stroke) for stroke in strokes)), pointer)


def too_simple(ink: Ink) -> bool:
    """Whether it is a dot or a bare line rather than something someone wrote."""
    length = sum(_distance(a, b) for stroke in ink.strokes for a, b in _pairs(stroke))
    return length < LEAST_PATH or _widest_bend(ink) < LEAST_BEND * max(_span(ink), 1)


def svg(ink: Ink, pen: int = 12) -> str:
    """The drawing as SVG paths (smoothed quadratic curves), cropped to what was drawn.

    A small one keeps air around it: it must not be blown up to a blot.
    """
    left, top, right, bottom = ink.bounds()
    width, height = (max(right - left, LEAST_WIDTH), max(bottom - top, LEAST_HEIGHT))
    x, y = (left + right - width) // 2 - pen, (top + bottom - height) // 2 - pen
    box = f"{x} {y} {width + 2 * pen} {height + 2 * pen}"
    paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in ink.strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><g fill="none" stroke="#16202e"'
        f' stroke-width="{pen}" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )


def geometry(ink: Ink) -> dict[str, Any]:
    """Only the shape: what travels in the paper. Time and pressure stay in the evidence bundle."""
    return {
        "width": ink.width,
        "height": ink.height,
        "strokes": [[[x, y] for x, y, _, _ in stroke] for stroke in ink.strokes],
    }


def commitment(ink: Ink, salt: bytes) -> str:
    """HMAC-SHA256 (hex) of the timed strokes under a salt: one moved point gives another."""
    return hmac.new(salt, timed(ink), hashlib.sha256).hexdigest()


def timed(ink: Ink) -> bytes:
    """The strokes with time, pressure and pointer in canonical JSON: what the commitment covers."""
    wrote = {"pointer": ink.pointer} if ink.pointer else {}
    shape = {"width": ink.width, "height": ink.height, "strokes": ink.strokes}
    return canonical_json({**shape, **wrote})


def _stroke(given: Any) -> tuple[Point, ...]:
    if not isinstance(given, list) or not given:
        raise BadInk("empty stroke")
    return tuple(_point(point) for point in given)


def _point(given: Any) -> Point:
    if not isinstance(given, list) or len(given) != 4:
        raise BadInk("point")
    x, y, ms, pressure = given
    near = _whole(x, -REACH, REACH) and _whole(y, -REACH, REACH)
    if not (near and _whole(ms, 0, MOST_MS) and _whole(pressure, 0, 255)):
        raise BadInk("point out of range")
    return x, y, ms, pressure


def _in_order(strokes: tuple[tuple[Point, ...], ...]) -> tuple[tuple[Point, ...], ...]:
    times = [point[2] for stroke in strokes for point in stroke]
    if len(times) > MOST_POINTS:
        raise BadInk("number of points")
    if any(later < earlier for earlier, later in itertools.pairwise(times)):
        raise BadInk("time runs backwards")
    return strokes


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _pairs(stroke: tuple[Point, ...]) -> Iterator[tuple[Point, Point]]:
    return itertools.pairwise(stroke)


def _distance(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _span(ink: Ink) -> int:
    left, top, right, bottom = ink.bounds()
    return max(right - left, bottom - top)


def _widest_bend(ink: Ink) -> float:
    """The farthest any point lies from the line through the two most distant extremes."""
    points = list(ink.points())
    start = min(points, key=lambda p: (p[0], p[1]))
    end = max(points, key=lambda p: _distance(start, p))
    run = _distance(start, end)
    if run == 0:
        return 0.0
    return max(
        abs((end[0] - start[0]) * (start[1] - p[1]) - (start[0] - p[0]) * (end[1] - start[1])) / run
        for p in points
    )


def _path(stroke: tuple[Point, ...]) -> str:
    x, y = stroke[0][:2]
    if len(stroke) < 3:
        ex, ey = stroke[-1][:2]
        return f"M{x} {y}L{ex} {ey}" if (ex, ey) != (x, y) else f"M{x} {y}h.1"
    parts = [f"M{x} {y}"]
    for point, after in list(_pairs(stroke))[1:-1]:
        parts.append(
            f"Q{point[0]} {point[1]} {_middle(point[0], after[0])} {_middle(point[1], after[1])}"
        )
    (cx, cy, *_), (ex, ey, *_) = stroke[-2], stroke[-1]
    return "".join(parts) + f"Q{cx} {cy} {ex} {ey}"


def _middle(a: int, b: int) -> str:
    return f"{(a + b) // 2}" if (a + b) % 2 == 0 else f"{(a + b) / 2}"
