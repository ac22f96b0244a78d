"""Paper templates: structured clauses with data fields, from which phone page and PDF are made."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "templates" / "papers"
FIELD = re.compile(r"{(\w+)}")

Data = Mapping[str, str | int]


@dataclass(frozen=True)
class Article:
    """제N조."""

    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    """A box to tick; `detail` is what 내용 보기 shows."""

    key: str
    required: bool
    label: str
    detail: str


@dataclass(frozen=True)
class Caution:
    """A 유의사항 that is acknowledged by itself."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Fact:
    """A row of the table at the head of the paper."""

    label: str
    value: str


@dataclass(frozen=True)
class PaperTemplate:
    """One version of a kind of paper; a version that was used never changes."""

    id: str
    version: int
    title: str
    effective_from: date
    fields: tuple[str, ...]
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...]
    cautions: tuple[Caution, ...]
    ticks: tuple[Tick, ...]
    notices: tuple[Caution, ...]
    forbidden_words: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A template whose fields are filled with data."""

    template: PaperTemplate
    data: Data
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...]

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.template.title

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """Its cautions, in order."""
        return self.template.cautions

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Its boxes, in order."""
        return self.template.ticks


@cache
def load(template_id: str, version: int) -> PaperTemplate:
    """A template version by its file; raises LookupError without one, ValueError when wrong."""
    path = FOLDER / template_id / f"{version}.toml"
    if not re.fullmatch(r"[a-z-]+", template_id) or not path.is_file():
        raise LookupError(f"no template {template_id} version {version}")
    return check(read(path.read_text("utf-8")))


def read(text: str) -> PaperTemplate:
    """A template from TOML."""
    given = tomllib.loads(text)
    return PaperTemplate(
        id=given["id"],
        version=given["version"],
        title=given["title"],
        effective_from=given["effective_from"],
        fields=tuple(given["fields"]),
        facts=tuple(Fact(**fact) for fact in given["facts"]),
        articles=tuple(
            Article(number, article["title"], tuple(article["paragraphs"]))
            for number, article in enumerate(given["articles"], start=1)
        ),
        cautions=tuple(Caution(**caution) for caution in given.get("cautions", [])),
        ticks=tuple(Tick(**tick) for tick in given.get("ticks", [])),
        notices=tuple(Caution(**notice) for notice in given.get("notices", [])),
        forbidden_words=tuple(given.get("forbidden_words", [])),
    )


def check(template: PaperTemplate) -> PaperTemplate:
    """The template itself; raises ValueError for an undeclared field or a forbidden word."""
    text = _text(template)
    unknown = set(FIELD.findall(text)) - set(template.fields)
    if unknown:
        raise ValueError(f"fields that are not declared: {', '.join(sorted(unknown))}")
    found = [word for word in template.forbidden_words if word in text]
    if found:
        raise ValueError(f"words this kind of paper must not say: {', '.join(found)}")
    return template


def fill(template: PaperTemplate, data: Mapping[str, Any]) -> Paper:
    """Put data into the fields; raises ValueError naming missing and unknown ones."""
    missing = set(template.fields) - set(data)
    unknown = set(data) - set(template.fields)
    if missing or unknown:
        wrong = [f"missing {name}" for name in sorted(missing)]
        raise ValueError(", ".join(wrong + [f"unknown {name}" for name in sorted(unknown)]))
    put = {name: str(value) for name, value in data.items()}
    return Paper(
        template=template,
        data=dict(data),
        facts=tuple(Fact(fact.label, _put(fact.value, put)) for fact in template.facts),
        articles=tuple(
            Article(a.number, a.title, tuple(_put(p, put) for p in a.paragraphs))
            for a in template.articles
        ),
    )


def _put(text: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda match: values[match[1]], text)


def _text(template: PaperTemplate) -> str:
    parts = [template.title, *(fact.value for fact in template.facts)]
    for article in template.articles:
        parts += [article.title, *article.paragraphs]
    for caution in (*template.cautions, *template.notices):
        parts += [caution.title, caution.text]
    for tick in template.ticks:
        parts += [tick.label, tick.detail]
    return "\n".join(parts)
