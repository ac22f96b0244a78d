"""Data fields of a paper: what each kind holds and how it reads."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from app.core import won

Value = str | int
Data = Mapping[str, Value]

PLACE = re.compile(r"{(\w+)(?::(\w+))?}")
"""`{amount}` or, in another form, `{amount:hangul}`."""


def _day(value: Value) -> str:
    day = date.fromisoformat(str(value))
    return f"{day.year}년 {day.month}월 {day.day}일"


_TYPES: dict[str, type] = {"text": str, "won": int, "bps": int, "date": str}

_FORMS: dict[tuple[str, str | None], Callable[..., str]] = {
    ("text", None): str,
    ("won", None): won.figures,
    ("won", "hangul"): won.in_hangul,
    ("bps", None): won.percent,
    ("date", None): _day,
}


def places(kinds: Mapping[str, str]) -> list[str]:
    """Every placeholder that may be written, in each of its forms: `amount`, `amount:hangul`."""
    return [
        name if form is None else f"{name}:{form}"
        for name, kind in kinds.items()
        for known, form in _FORMS
        if known == kind
    ]


def wrong_places(kinds: Mapping[str, str], text: str) -> list[str]:
    """The placeholders in `text` that no field, or no form of its kind, stands behind."""
    return [
        name if form is None else f"{name}:{form}"
        for name, form in ((match[1], match[2]) for match in PLACE.finditer(text))
        if (kinds.get(name), form) not in _FORMS
    ]


def check(kinds: Mapping[str, str], data: Data) -> None:
    """Raise ValueError naming every field that is missing, unknown or of the wrong kind."""
    wrong = [f"missing {name}" for name in kinds if name not in data]
    wrong += [f"unknown {name}" for name in data if name not in kinds]
    wrong += [
        f"{name} is no {kind}"
        for name, kind in kinds.items()
        if name in data and not _is(kind, data[name])
    ]
    if wrong:
        raise ValueError("fields of the paper: " + ", ".join(sorted(wrong)))


def put(text: str, kinds: Mapping[str, str], data: Data) -> str:
    """`text` with its placeholders filled, each in the form it asks for."""
    return PLACE.sub(lambda m: _FORMS[kinds[m[1]], m[2]](data[m[1]]), text)


def _is(kind: str, value: Value) -> bool:
    if type(value) is not _TYPES.get(kind):
        return False
    if kind != "date":
        return True
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False
