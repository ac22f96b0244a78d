"""Tables for a spreadsheet: CSV that Excel reads as UTF-8 and that never works anything out."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins like this for something to work out (CSV injection)."""

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def safe(cell: str) -> str:
    """The text as a spreadsheet shows it and nothing more."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows as one CSV file (RFC 4180), every cell a text."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerows([safe(str(cell)) for cell in row] for row in rows)
    return out.getvalue()
