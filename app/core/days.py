"""A day as people type it."""

import re
from datetime import date

_TYPED = re.compile(
    r"(\d{4})[\s.\-/]{0,2}(\d\d)[\s.\-/]{0,2}(\d\d)\.?|(\d{4})[\s.\-/]{1,2}(\d\d?)[\s.\-/]{1,2}(\d\d?)\.?",
    re.ASCII,
)


def read_day(text: str) -> date | None:
    """`19850101`, `1985-01-01`, `1985. 1. 1.`: the day, or None where it is none or could be two
    (`1985111`)."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
