"""A finger on the glass: real touch events, the way the browser gets them from a screen."""

from collections.abc import Iterable, Sequence
from math import sin

from playwright.sync_api import Locator, Page

Point = tuple[float, float]


class Finger:
    """One finger; `down`, `move`, `up` for tests that interrupt it, `stroke` for the rest."""

    def __init__(self, page: Page):
        self._session = page.context.new_cdp_session(page)

    def down(self, at: Point) -> None:
        """Touch the glass."""
        self._send("touchStart", [at])

    def move(self, points: Iterable[Point]) -> None:
        """Slide over these points."""
        for point in points:
            self._send("touchMove", [point])

    def up(self) -> None:
        """Leave the glass."""
        self._send("touchEnd", [])

    def stroke(self, points: Sequence[Point]) -> None:
        """One line from the first point to the last."""
        self.down(points[0])
        self.move(points[1:])
        self.up()

    def _send(self, kind: str, points: Sequence[Point]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def write_name(page: Page, pad: Locator) -> None:
    """Three lively strokes inside the pad: a signature nobody takes for a dot or a bare line."""
    finger = Finger(page)
    for points in signature(pad):
        finger.stroke(points)


def signature(pad: Locator) -> list[list[Point]]:
    """Three waves across the pad, one below the other, in page coordinates."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box, "the pad is not on the page"

    def wave(row: int) -> list[Point]:
        middle = box["y"] + box["height"] * (row + 1) / 4
        return [
            (
                box["x"] + box["width"] * (0.15 + 0.035 * step),
                middle + box["height"] * 0.12 * sin(step / 2 + row),
            )
            for step in range(21)
        ]

    return [wave(row) for row in range(3)]
