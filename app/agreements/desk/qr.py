"""A QR code as one SVG path: a square for every dark module."""

import segno

QUIET = 4
"""Modules of white around it, as scanners want them."""


def qr_path(address: str) -> tuple[str, int]:
    """The path, and how many modules wide it is with its margin."""
    rows = segno.make(address, error="m", micro=False).matrix
    dark = (
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return "".join(dark), len(rows) + 2 * QUIET
