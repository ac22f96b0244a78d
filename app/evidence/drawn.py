"""Whether the ink on the pages is the ink of the record: stroke by stroke, point by point."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from app.evidence.page import Drawing, Stroke
from app.evidence.shown import signed_in_order

NEAR = 0.05
"""Thousandths of the signing box's width by which a drawn point may lie beside the record's."""

Point = tuple[float, float]


def is_drawn(drawings: Sequence[Drawing], signers: Sequence[dict[str, Any]]) -> bool:
    """Whether the drawings of a paper are its signers' ink: beside each name, and once more in the
    summary of several. A picture made of areas (the QR code) is no ink."""
    places = [*signers, *(s for _, s in signed_in_order(signers))] if len(signers) > 1 else signers
    wanted = [signer["ink"] for signer in places if signer["ink"]]
    found = [drawing for drawing in drawings if drawing.strokes or not drawing.areas]
    return len(found) == len(wanted) and all(map(_same, found, wanted))


def _same(drawing: Drawing, ink: dict[str, Any]) -> bool:
    """Neither moved nor left out nor squeezed; upright, and larger than nothing."""
    strokes = [[(x, y) for x, y in stroke] for stroke in ink["strokes"]]
    if drawing.areas or len(drawing.strokes) != len(strokes):
        return False
    first = drawing.strokes[0].matrix
    upright = first[0] > 0 and first[1] == first[2] == 0 and abs(first[0] + first[3]) < 1e-4
    together = all(stroke.matrix == first for stroke in drawing.strokes)
    return upright and together and all(map(_along, drawing.strokes, strokes))


def _along(drawn: Stroke, stroke: list[Point]) -> bool:
    wanted = list(curve(stroke))
    return len(wanted) == len(drawn.points) and all(
        abs(x - u) < NEAR and abs(y - v) < NEAR
        for (x, y), (u, v) in zip(drawn.points, wanted, strict=True)
    )


def curve(stroke: Sequence[Point]) -> Iterator[Point]:
    """A stroke's smoothed line (`ink.svg`) as a PDF has it: a point, then three for each curve."""
    yield stroke[0]
    if len(stroke) < 3:
        x, y = stroke[0]
        yield stroke[-1] if stroke[-1] != (x, y) else (x + 0.1, y)
        return
    at = stroke[0]
    ends = [_middle(a, b) for a, b in list(pairwise(stroke))[1:-1]] + [stroke[-1]]
    for steer, end in zip(stroke[1:-1], ends, strict=True):
        yield _third(at, steer)
        yield _third(end, steer)
        yield end
        at = end


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _third(end: Point, steer: Point) -> Point:
    """Where a cubic curve's steering point lies for a quadratic one's."""
    return end[0] + (steer[0] - end[0]) * 2 / 3, end[1] + (steer[1] - end[1]) * 2 / 3
