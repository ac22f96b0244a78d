"""개인정보 처리방침, 이용약관, 쿠키 안내: dated files, an institution's over ours.

`templates/law/<name>/<day>.toml` is what the house comes with; `VAR/law/<name>/<day>.toml` adds an
institution's own, of a later day or in place of ours, `VAR/law/names.toml` its name and officer.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.config import ROOT

OURS = ROOT / "templates" / "law"
NAMES = ("privacy", "terms", "cookies")


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs and its list."""

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """One version of a notice, its placeholders filled; `english` sums it up."""

    name: str
    effective_from: date
    lead: str
    english: tuple[str, ...]
    sections: tuple[Section, ...]


def days(name: str, theirs: Path) -> list[date]:
    """From which days on there are versions, the newest first."""
    found = {
        _day(path) for folder in (OURS, theirs) for path in sorted((folder / name).glob("*.toml"))
    }
    return sorted(found, reverse=True)


def in_force(name: str, theirs: Path, on: date) -> Notice:
    """The version that holds on a day; before the first one, the first."""
    known = days(name, theirs)
    return read(name, theirs, next((day for day in known if day <= on), known[-1]))


def read(name: str, theirs: Path, day: date) -> Notice:
    """The version of that day; raises FileNotFoundError."""
    file = theirs / name / f"{day}.toml"
    file = file if file.exists() else OURS / name / f"{day}.toml"
    raw, names = tomllib.loads(file.read_text("utf-8")), _names(theirs)
    sections = tuple(
        Section(
            _filled(each["heading"], names),
            tuple(_filled(text, names) for text in each["paragraphs"]),
            tuple(_filled(text, names) for text in each.get("items", ())),
        )
        for each in raw["sections"]
    )
    english = tuple(_filled(text, names) for text in raw["english"])
    lead = _filled(raw["lead"], names)
    return Notice(name, raw["effective_from"], lead, english, sections)


def _names(theirs: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for folder in (OURS, theirs):
        file = folder / "names.toml"
        if file.exists():
            found |= tomllib.loads(file.read_text("utf-8"))
    return found


def _filled(text: str, names: dict[str, Any]) -> str:
    return text.format_map(names)


def _day(path: Path) -> date:
    return date.fromisoformat(path.stem)
