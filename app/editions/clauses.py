"""Clauses as plain values that an editor can change piece by piece: articles, ticks, notices."""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict
from datetime import date
from typing import Any

from app.evidence.canonical import canonical_json
from app.evidence.papers import (
    PARTS,
    Article,
    Caution,
    Clauses,
    Fact,
    Notice,
    PaperTemplate,
    Tick,
)

Content = dict[str, Any]
"""title, issuer, lead, closing: texts; facts, articles, cautions, notices, ticks: lists of pieces.
Articles have no number: they are counted."""

Path = tuple[str | int, ...]
"""Where a piece or a list of pieces is: `("articles", 2, "paragraphs", 0)`."""

PIECES: dict[str, dict[str, Any]] = {
    "facts": {"label": "", "value": "", "strong": False},
    "articles": {"title": "", "paragraphs": [""]},
    "cautions": {"key": "", "title": "", "text": ""},
    "notices": {"key": "", "title": "", "paragraphs": [""]},
    "ticks": {"key": "", "required": False, "label": "", "detail": ""},
}
"""A new piece of each list. Its key, where it has one, is given then and stays: what signers
tick is recorded by it."""


def content_of(clauses: Clauses) -> Content:
    """The clauses of a template as plain values."""
    content: Content = {part: _plain(getattr(clauses, part)) for part in PARTS}
    for article in content["articles"]:
        del article["number"]
    return content


def template_of(
    content: Content, shipped: PaperTemplate, version: int, effective_from: date
) -> PaperTemplate:
    """The template these clauses make, with the data fields and forbidden words of the shipped."""
    numbered = enumerate(content["articles"], start=1)
    return PaperTemplate(
        id=shipped.id,
        version=version,
        effective_from=effective_from,
        fields=shipped.fields,
        forbidden_words=shipped.forbidden_words,
        title=content["title"],
        issuer=content["issuer"],
        lead=content["lead"],
        closing=content["closing"],
        facts=tuple(Fact(**fact) for fact in content["facts"]),
        articles=tuple(Article(n, a["title"], tuple(a["paragraphs"])) for n, a in numbered),
        cautions=tuple(Caution(**caution) for caution in content["cautions"]),
        notices=tuple(
            Notice(n["key"], n["title"], tuple(n["paragraphs"])) for n in content["notices"]
        ),
        ticks=tuple(Tick(**tick) for tick in content["ticks"]),
    )


def content_hash(template_id: str, version: int, content: Content) -> str:
    """What an edition's words come to: SHA-256 over their canonical form (hex)."""
    words = {"template": template_id, "version": version, "clauses": content}
    return hashlib.sha256(canonical_json(words)).hexdigest()


def change(content: Content, what: str, path: Path) -> tuple[Content, Path]:
    """The clauses with one piece added, removed or moved, and where to look then.

    what: `add` (behind the piece at `path`, or at the end of the list there), `remove`, `up`,
    `down`. Raises LookupError for a place that is not there or a word that is none of these.
    """
    changed = deepcopy(content)
    found = _at(changed, path)
    if what == "add" and isinstance(found, list):
        found.append(_new(changed, path))
        return changed, (*path, len(found) - 1)
    pieces, index = _at(changed, path[:-1]), path[-1]
    if not isinstance(pieces, list) or not isinstance(index, int):
        raise LookupError(f"no piece of a list: {path}")
    return changed, (*path[:-1], _CHANGES[what](pieces, index, _new(changed, path[:-1])))


def _add(pieces: list[Any], index: int, new: Any) -> int:
    pieces.insert(index + 1, new)
    return index + 1


def _remove(pieces: list[Any], index: int, new: Any) -> int:
    del pieces[index]
    return max(0, min(index, len(pieces) - 1))


def _up(pieces: list[Any], index: int, new: Any) -> int:
    to = max(0, index - 1)
    pieces.insert(to, pieces.pop(index))
    return to


def _down(pieces: list[Any], index: int, new: Any) -> int:
    to = min(len(pieces) - 1, index + 1)
    pieces.insert(to, pieces.pop(index))
    return to


_CHANGES: dict[str, Callable[[list[Any], int, Any], int]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
}


def _at(content: Content, path: Path) -> Any:
    found: Any = content
    for step in path:
        if isinstance(step, int) != isinstance(found, list) or isinstance(found, str):
            raise LookupError(f"nothing at {path}")
        found = found[step]
    return found


def _new(content: Content, path: Path) -> Any:
    """An empty piece for the list at `path`; a paragraph is a text."""
    if len(path) > 1:
        return ""
    name = str(path[0])
    piece = deepcopy(PIECES[name])
    if "key" in piece:
        taken = {each["key"] for each in content[name]}
        piece["key"] = next(k for n in range(1, 1000) if (k := f"{name[:-1]}-{n}") not in taken)
    return piece


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return value
    return {name: _plain(v) if isinstance(v, tuple) else v for name, v in asdict(value).items()}
