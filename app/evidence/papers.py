"""Paper templates: structured clauses with data fields, from which phone page and PDF are made."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as dc_fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.evidence import fields
from app.evidence.fields import Data
from app.evidence.glyphs import missing_glyphs as missing_glyphs

FOLDER = Path(__file__).parents[2] / "templates" / "papers"

MOST_PARAGRAPHS = 50
"""Of one article: Unicode numbers them in circles from ① to ㊿."""


@dataclass(frozen=True)
class Fact:
    """A row of the table at the head of the paper; `strong` for the one that matters most."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True)
class Article:
    """제N조."""

    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Caution:
    """A 유의사항 that is acknowledged by itself."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Tick:
    """A box to tick; `detail` is what 내용 보기 shows."""

    key: str
    required: bool
    label: str
    detail: str


@dataclass(frozen=True)
class Notice:
    """What is made known without being asked for (개인정보 수집·이용: a notice, not a tick)."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Clauses:
    """The words of a paper, in the order they are printed."""

    title: str
    issuer: str
    lead: str
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...]
    cautions: tuple[Caution, ...]
    notices: tuple[Notice, ...]
    ticks: tuple[Tick, ...]
    closing: str


PARTS = tuple(part.name for part in dc_fields(Clauses))


@dataclass(frozen=True)
class PaperTemplate(Clauses):
    """One version of a kind of paper; a version that was used never changes.

    fields: name -> kind (`text`, `won`, `bps`, `date` as ISO text), see `app.evidence.fields`.
    """

    id: str
    version: int
    effective_from: date
    fields: Mapping[str, str]
    forbidden_words: tuple[str, ...]


@dataclass(frozen=True)
class Paper(Clauses):
    """A template whose fields are filled with data."""

    template: PaperTemplate
    data: Data


@cache
def load(template_id: str, version: int) -> PaperTemplate:
    """A template version by its file; raises LookupError without one, ValueError when wrong."""
    path = FOLDER / template_id / f"{version}.toml"
    if not re.fullmatch(r"[a-z-]+", template_id) or not path.is_file():
        raise LookupError(f"no template {template_id} version {version}")
    return check(read(path.read_text("utf-8")))


@cache
def shipped(template_id: str) -> tuple[int, ...]:
    """The versions of a template that come with the house, the oldest first."""
    return tuple(sorted(int(path.stem) for path in (FOLDER / template_id).glob("*.toml")))


def read(text: str) -> PaperTemplate:
    """A template from TOML; raises ValueError where it is not one."""
    try:
        return _template(tomllib.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ValueError(f"not a template: {problem}") from problem


def _template(given: dict[str, Any]) -> PaperTemplate:
    articles = (
        Article(number, article["title"], tuple(article["paragraphs"]))
        for number, article in enumerate(given["articles"], start=1)
    )
    notices = (
        Notice(notice["key"], notice["title"], tuple(notice["paragraphs"]))
        for notice in given.get("notices", [])
    )
    return PaperTemplate(
        id=given["id"],
        version=given["version"],
        effective_from=given["effective_from"],
        title=given["title"],
        issuer=given["issuer"],
        lead=given["lead"],
        facts=tuple(Fact(**fact) for fact in given["facts"]),
        articles=tuple(articles),
        cautions=tuple(Caution(**caution) for caution in given.get("cautions", [])),
        notices=tuple(notices),
        ticks=tuple(Tick(**tick) for tick in given.get("ticks", [])),
        closing=given["closing"],
        fields=given["fields"],
        forbidden_words=tuple(given.get("forbidden_words", [])),
    )


def check(template: PaperTemplate) -> PaperTemplate:
    """The template itself; raises ValueError for an unknown field, a forbidden word or glyph."""
    text = "\n".join(words(template))
    problems = [f"unknown field {name}" for name in fields.wrong_places(template.fields, text)]
    problems += [f"forbidden word {word}" for word in template.forbidden_words if word in text]
    problems += [f"no glyph for {glyph}" for glyph in sorted(missing_glyphs(text))]
    problems += [
        f"article {article.number} has more than {MOST_PARAGRAPHS} paragraphs"
        for article in template.articles
        if len(article.paragraphs) > MOST_PARAGRAPHS
    ]
    if problems:
        raise ValueError(f"{template.id} version {template.version}: " + ", ".join(problems))
    return template


def fill(template: PaperTemplate, data: Data) -> Paper:
    """Put data into the fields; raises ValueError naming missing, unknown and wrong ones."""
    fields.check(template.fields, data)

    def put(text: str) -> str:
        return fields.put(text, template.fields, data)

    filled = {part: _each(getattr(template, part), put) for part in PARTS}
    return Paper(template=template, data=dict(data), **filled)


def words(clauses: Clauses) -> list[str]:
    """Every sentence of the paper, its keys among them."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    for part in PARTS:
        _each(getattr(clauses, part), note)
    return found


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same clauses with every text in them changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _each(getattr(value, part.name), change) for part in dc_fields(value)}
        return replace(value, **parts)
    return value
