"""A signature to be watched as it was written: pieces of line, each with the time it was drawn."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.evidence.ink import LEAST_HEIGHT, LEAST_WIDTH, Ink, Point

LONGEST_PAUSE = 800
"""Milliseconds a pause between two strokes lasts when it is shown; how long it was is said."""

AIR = 40
"""What is left free around the ink, in thousandths of the pad's width."""

THIN, THICK = 6.0, 15.0
"""How wide the line is at no pressure and at the most, in the same unit."""


@dataclass(frozen=True)
class Piece:
    """A bit of line as an SVG path, drawn at `at` ms of the replay."""

    path: str
    width: float
    at: int
    stroke: int


@dataclass(frozen=True)
class StrokeFacts:
    """One stroke in figures: when it began and how long it took (ms), points, mean pressure (%)."""

    number: int
    began: int
    lasted: int
    points: int
    pressure: int


@dataclass(frozen=True)
class Replay:
    """All of it. box: the SVG's viewBox; length: ms the replay takes; lasted: ms it took."""

    box: str
    pieces: Sequence[Piece]
    strokes: Sequence[StrokeFacts]
    length: int
    lasted: int
    points: int
    pointer: str

    @property
    def ends(self) -> list[int]:
        """When each stroke of the replay is written."""
        last = {piece.stroke: piece.at for piece in self.pieces}
        return list(last.values())

    @property
    def shortened(self) -> bool:
        """Whether pauses are shown shorter than they were."""
        return self.length != self.lasted


def replay(ink: Ink) -> Replay:
    """The signature's strokes, ready to be drawn and timed."""
    waited = _left_out(ink)
    pieces = [
        piece
        for number, (stroke, out) in enumerate(zip(ink.strokes, waited, strict=True), start=1)
        for piece in _pieces(stroke, number, out)
    ]
    end = ink.strokes[-1][-1][2]
    first = ink.strokes[0][0][2]
    return Replay(
        box=_box(ink),
        pieces=pieces,
        strokes=[_facts(stroke, n) for n, stroke in enumerate(ink.strokes, start=1)],
        length=end - waited[-1],
        lasted=end - first,
        points=sum(len(stroke) for stroke in ink.strokes),
        pointer=ink.pointer,
    )


def _left_out(ink: Ink) -> list[int]:
    """For each stroke, how many ms before it are not shown: the beginning, and long pauses."""
    found = [ink.strokes[0][0][2]]
    for before, after in itertools.pairwise(ink.strokes):
        pause = after[0][2] - before[-1][2]
        found.append(found[-1] + max(pause - LONGEST_PAUSE, 0))
    return found


def _pieces(stroke: Sequence[Point], number: int, left_out: int) -> Iterator[Piece]:
    """From the middle between two points to the next middle, bent by the point between them."""
    x, y, ms, pressure = stroke[0]
    if len(stroke) == 1:
        yield Piece(f"M{x} {y}h.1", _width(pressure), ms - left_out, number)
        return
    start = f"{x} {y}"
    last = len(stroke) - 1
    for at in range(1, len(stroke)):
        (cx, cy, *_), (x, y, ms, pressure) = stroke[at - 1], stroke[at]
        end = f"{x} {y}" if at == last else f"{_half(cx + x)} {_half(cy + y)}"
        yield Piece(f"M{start}Q{cx} {cy} {end}", _width(pressure), ms - left_out, number)
        start = end


def _facts(stroke: Sequence[Point], number: int) -> StrokeFacts:
    pressures = [pressure for *_, pressure in stroke]
    return StrokeFacts(
        number=number,
        began=stroke[0][2],
        lasted=stroke[-1][2] - stroke[0][2],
        points=len(stroke),
        pressure=round(100 * sum(pressures) / len(pressures) / 255),
    )


def _box(ink: Ink) -> str:
    """Around the ink with some air; a small signature is not blown up."""
    left, top, right, bottom = ink.bounds()
    width, height = max(right - left, LEAST_WIDTH), max(bottom - top, LEAST_HEIGHT)
    x, y = (left + right - width) // 2 - AIR, (top + bottom - height) // 2 - AIR
    return f"{x} {y} {width + 2 * AIR} {height + 2 * AIR}"


def _width(pressure: int) -> float:
    return round(THIN + (THICK - THIN) * pressure / 255, 1)


def _half(total: int) -> str:
    return str(total // 2) if total % 2 == 0 else f"{total / 2}"
