"""A table somebody brings, CSV or XLSX, as rows of plain words; refused in a word where it is none.

A CSV may come as UTF-8 (with or without its mark), as UTF-16 or as CP949, as Korean Excel saves it,
with commas, semicolons or tabs. A workbook is a ZIP full of XML: it is looked into by a process of
its own (`workbook.py`), which may use little time and memory and has nothing worth having.
"""

import csv
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.sheets.workbook import BROKEN, MOST_COLUMNS, MOST_ROWS, TOO_MUCH

MOST_BYTES = 2 * 1024 * 1024
LONGEST = 200
"""Characters of a cell that are looked at."""
HOUSE = Path(__file__).parents[2]
"""Where `app` is to be found, from wherever the command was given."""
WALL = 20
"""Seconds after which a workbook is given up, however busy the machine is."""
ENCODINGS = ("utf-8-sig", "cp949")
DELIMITERS = ",;\t"
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a workbook begins; how one of before 2007, or one with a password, does."""

_one_at_a_time = threading.BoundedSemaphore(1)


class BadSheet(ValueError):
    """Nothing that can be read as a table; `code` says why, in a word of `batch.bad.*`."""

    def __init__(self, code: str):
        super().__init__(f"no table: {code}")
        self.code = code


@dataclass(frozen=True)
class Row:
    """The cells of one line, by the line's number in the file."""

    line: int
    cells: tuple[str, ...]


def read(content: bytes) -> list[Row]:
    """The rows in which anything stands, the heads first; raises BadSheet."""
    if not content.strip():
        raise BadSheet("empty")
    if len(content) > MOST_BYTES:
        raise BadSheet("large")
    if content.startswith(OLD):
        raise BadSheet("old")
    found = _workbook(content) if content.startswith(ZIP) else _csv(content)
    rows = [Row(line, tuple(_plain(cell) for cell in cells)) for line, cells in found]
    rows = [row for row in rows if any(row.cells)]
    if not rows:
        raise BadSheet("empty")
    if len(rows) > MOST_ROWS + 1:
        raise BadSheet("rows")
    return rows


def _plain(cell: str) -> str:
    """One line, without signs that turn or hide words, and without a guard against formulas."""
    words = "".join(sign for sign in " ".join(cell.split()) if sign.isprintable())
    guarded = words.startswith("'") and words[1:2] in ("=", "+", "-", "@")
    return (words[1:] if guarded else words)[:LONGEST]


def _csv(content: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(content)
    if "\0" in text:
        raise BadSheet("no_table")
    head = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        return list(_lines(text, delimiter))
    except csv.Error as problem:
        raise BadSheet("no_table") from problem


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, found = 1, 0
    for cells in reader:
        if any(cells):
            found += 1
            yield line, cells[:MOST_COLUMNS]
        if found > MOST_ROWS + 1:
            return
        line = reader.line_num + 1


def _decoded(content: bytes) -> str:
    """The text; raises BadSheet where it is none."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet("no_table")


def _workbook(content: bytes) -> list[tuple[int, list[str]]]:
    """What a process of its own found in it; raises BadSheet."""
    if not _one_at_a_time.acquire(timeout=WALL):
        raise BadSheet("busy")
    line = [sys.executable, "-m", "app.sheets.workbook"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file is only its input
            line,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},
            cwd=HOUSE,
            timeout=WALL,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise BadSheet("too_much") from problem
    finally:
        _one_at_a_time.release()
    codes = {BROKEN: "broken", TOO_MUCH: "too_much"}
    if done.returncode:
        raise BadSheet(codes.get(done.returncode, "too_much"))
    return [(int(number), cells) for number, cells in json.loads(done.stdout)]
