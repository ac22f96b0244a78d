"""The columns of a request list: which heads are known, and a line as it would be typed into the
compose form. Nothing is checked here; `release.check` does, as for one request."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.agreements import typed as forms
from app.core.texts import LANGUAGES, speaking, t
from app.sheets.reading import BadSheet, Row

COLUMNS = (
    "business_number",
    "branch",
    "designated",
    "extract",
    "product",
    "purpose",
    "amount",
    "bank",
    "period_start",
    "years",
    "ratio",
    "fee",
    "deadline_day",
    "deadline_time",
)
"""In the order of the sample; the heads are `batch.column.*`."""
LATER = frozenset({"branch", "designated", "product", "years", "ratio", "fee", "deadline_time"})
"""A list may do without them: chosen for all lines, the product's usual figure, or not needed."""
NOTES = ("line", "firm", "result", "why", "number")
"""What our own reports add; a report that comes back corrected is a list again."""

DAYS = ("extract", "period_start", "deadline_day")
_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:\d{2})?", re.ASCII)


class BadHeads(BadSheet):
    """The first line is not what a list begins with; `names`: the columns concerned."""

    def __init__(self, code: str, names: Sequence[str]):
        super().__init__(code)
        self.names = names


@dataclass(frozen=True)
class Listed:
    """One line: its number in the file, and what stands in it, by the form's fields."""

    line: int
    typed: Mapping[str, str]


@dataclass(frozen=True)
class RequestList:
    """The lines of a list, and the heads of the columns that mean nothing here."""

    lines: list[Listed]
    ignored: list[str]


def read_list(rows: Sequence[Row], needed: frozenset[str]) -> RequestList:
    """What the rows say; needed: columns this list cannot do without (field names).

    Raises BadHeads where one is missing or there twice, BadSheet `no_rows` without any line.
    """
    heads, *lines = rows
    known = _known()
    names = [known.get(_plain(head), "") for head in heads.cells]
    there = [name for name in names if name in COLUMNS]
    if not there:
        raise BadHeads("no_heads", [head_of("business_number")])
    if missing := [head_of(name) for name in COLUMNS if name in needed and name not in there]:
        raise BadHeads("missing", missing)
    if twice := [head_of(name) for name in COLUMNS if there.count(name) > 1]:
        raise BadHeads("twice", twice)
    if not lines:
        raise BadSheet("no_rows")
    pairs = list(zip(names, heads.cells, strict=True))
    ignored = [head for name, head in pairs if head and not name]
    return RequestList([Listed(row.line, _typed(names, row.cells)) for row in lines], ignored)


def needed_by(*, whole: bool, product: bool) -> frozenset[str]:
    """The columns a list must have: the branch's for staff of the whole institution, the product's
    unless one was chosen for every line."""
    extra = {"branch": whole, "product": not product}
    return frozenset(COLUMNS) - LATER | {name for name, wanted in extra.items() if wanted}


def head_of(name: str) -> str:
    """What stands above a column, in the present language."""
    return t(f"batch.column.{name}")


def _typed(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = dict(zip(names, cells, strict=False))
    return {
        name: _as_typed(name, found[name])[: forms.LONGEST]
        for name in COLUMNS
        if found.get(name, "")
    }


def _as_typed(name: str, cell: str) -> str:
    """As the form's control would send it: a day with hyphens, a time without seconds."""
    if name in DAYS and (day := _DAY.fullmatch(cell)):
        year, month, date = (int(part) for part in day.groups())
        return f"{year:04}-{month:02}-{date:02}"
    if name == "deadline_time" and (time := _TIME.fullmatch(cell)):
        return f"{int(time[1]):02}:{time[2]}"
    return cell


def _known() -> dict[str, str]:
    """Head, without spaces and brackets -> field, in every language we speak."""
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found.update({_plain(head_of(name)): name for name in (*COLUMNS, *NOTES)})
    return found


def _plain(head: str) -> str:
    return re.sub(r"\([^)]*\)|[\s*·_-]", "", head).casefold()
