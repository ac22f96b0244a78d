"""One measured figure, and how figures are shown and kept."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.printed import printed, table

RESULTS = Path(__file__).parent / "results.json"
DOCUMENT = "docs/performance.md"


@dataclass(frozen=True)
class Row:
    """A figure. ratio: value by what it is `compared_to`, measured in the same run."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    compared_to: str = ""
    aim: str = ""


def show(rows: Iterable[Row]) -> Iterator[Row]:
    """Print each as it comes."""
    for row in rows:
        ratio = f"{row.ratio:9.3g}" if row.ratio is not None else " " * 9
        print(
            f"{row.name:52} {row.value:10.4g} {row.unit:7}{ratio} {row.compared_to:22} {row.aim}",
            flush=True,
        )
        yield row


def keep(rows: list[Row]) -> None:
    """Write them where the next run can be compared with them."""
    lines = [{k: v for k, v in asdict(row).items() if v not in (None, "")} for row in rows]
    RESULTS.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", "utf-8")


def tell(rows: list[Row]) -> None:
    """Print them into the document, for people."""
    lines = [
        [
            row.name,
            f"{row.value:,.4g} {row.unit}",
            f"{row.ratio:.3g}" if row.ratio else "",
            about(row),
        ]
        for row in rows
    ]
    printed(DOCUMENT, "the figures", table(["what", "measured", "ratio", "to what; aim"], lines))


def about(row: Row) -> str:
    """What the ratio is to, and what was aimed at."""
    return "; ".join(part for part in (row.compared_to, row.aim) if part)


def load() -> Row:
    """How busy the machine was while measuring."""
    return Row("load average of the last minute", round(os.getloadavg()[0], 1), "")
