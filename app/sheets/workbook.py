"""The process that looks into one workbook: `python -m app.sheets.workbook`, the file on its input.

It bounds itself before it reads anything, says what stands in the first sheet as JSON, and ends.
Formulas are not worked out: what a cell last showed counts.
"""

import io
import json
import os
import resource
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

MOST_ROWS, MOST_COLUMNS = 1000, 40
"""Rows beneath the heads, and columns; of more, one row is read so that it can be said."""
SECONDS, MEMORY = 10, 768 * 1024 * 1024
"""What a workbook may cost: CPU seconds, and bytes of address space."""
MOST_FILES, MOST_UNPACKED = 500, 64 * 1024 * 1024
"""What a workbook of ours comes nowhere near; said sizes are held against it before unpacking."""
SEARCHED = 5000
"""Rows that are looked at, empty ones included."""
BROKEN, TOO_MUCH = 3, 4
"""How the process ends where there is nothing to say."""


def limit() -> None:
    """Bound this process, for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The first sheet's rows in which anything stands, with their numbers."""
    os.environ["OPENPYXL_LXML"] = "False"  # the standard library's parser opens nothing outside
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    found: list[tuple[int, list[str]]] = []
    bounds = {"max_row": SEARCHED, "max_col": MOST_COLUMNS}
    for number, cells in enumerate(sheet.iter_rows(min_row=1, **bounds), start=1):
        words = [said(cell.value, getattr(cell, "number_format", "")) for cell in cells]
        if any(words):
            found.append((number, words))
        if len(found) > MOST_ROWS + 1:
            break
    return found


def said(value: Any, shown_as: str = "") -> str:
    """A cell as somebody would type it: days as 2026-12-10, 85 % as 85, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    percent = 100 if "%" in (shown_as or "") else 1
    return f"{round(value * percent, 6):.15g}"


def main() -> int:
    """Read, bound, look, say; the answer is how to end."""
    content = sys.stdin.buffer.read()
    limit()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
        if len(infos) > MOST_FILES or sum(each.file_size for each in infos) > MOST_UNPACKED:
            return TOO_MUCH
        found = rows_of(content)
    except MemoryError:
        return TOO_MUCH
    except Exception:  # whatever a stranger's file does to a parser, it is no workbook of ours
        return BROKEN
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
