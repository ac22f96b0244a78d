"""`python -m bench [GROUP …]`; the groups are the keys of `GROUPS`, all of them without a name."""

import sys
from collections.abc import Iterator

from bench import (
    anchors,
    bundles,
    desk,
    evidence,
    journey,
    outbox,
    page,
    papers,
    screens,
    seals,
    start,
    throughput,
)
from bench.house import open_house
from bench.rows import Row, keep, load, show, tell

GROUPS = {
    "screens": screens,
    "page": page,
    "journey": journey,
    "papers": papers,
    "seals": seals,
    "evidence": evidence,
    "bundles": bundles,
    "throughput": throughput,
    "anchors": anchors,
    "desk": desk,
    "outbox": outbox,
    "start": start,
}


def rows(names: list[str]) -> Iterator[Row]:
    """Every figure of the groups, in one house."""
    with open_house() as house:
        for name in names:
            yield load()
            yield from GROUPS[name].measure(house)


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(GROUPS)
    found = list(show(rows(chosen)))
    if chosen == list(GROUPS):
        keep(found)
        tell(found)
