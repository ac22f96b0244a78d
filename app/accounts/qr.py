"""A QR code as the path of a drawing; the template holds the rest."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules of white around it (ISO/IEC 18004)."""


@dataclass(frozen=True)
class Drawing:
    """A square of `size` units with `path` filled."""

    size: int
    path: str


def drawn(text: str) -> Drawing:
    """The code of a text."""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    dark = (
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return Drawing(len(rows) + 2 * QUIET, "".join(dark))
