"""Reading what an editor's form sends: fields named after where they are (`articles-2-title`)."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from app.core.errors import Refused
from app.editions import parts
from app.editions.clauses import PIECES, Content, Path

FIELD = re.compile(r"([a-z]+)-(\d{1,3})-([a-z]+)(?:-(\d{1,3}))?")
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")

Form = Mapping[str, str]


def read_part(part: str, form: Form) -> Content:
    """The part as it was typed: white space in a row is one blank, letters are whole (NFC).

    Refused BAD_REQUEST (400) for what none of our forms sends.
    """
    name = parts.LISTS[part]
    texts = {text: _text(form.get(text, "")) for text in parts.TEXTS[part]}
    pieces: dict[int, dict[str, Any]] = {}
    for field, value in form.items():
        match = FIELD.fullmatch(field)
        if match and match[1] == name:
            piece = pieces.setdefault(int(match[2]), {})
            _put(piece, match[3], match[4], value)
    read = [_piece(name, pieces[index]) for index in sorted(pieces)]
    keys = [piece["key"] for piece in read if "key" in piece]
    if len(read) > parts.PIECES or len(set(keys)) < len(keys):
        raise Refused("BAD_REQUEST", 400)
    return {**texts, name: read}


def read_change(part: str, text: str) -> tuple[str, Path]:
    """A button's wish, `up-articles-2` or `add-articles`, as the change and the place.

    Refused BAD_REQUEST (400) for a place of another part.
    """
    what, *steps = text.split("-")
    path = tuple(int(step) if step.isdecimal() else step for step in steps)
    if path[:1] != (parts.LISTS[part],):
        raise Refused("BAD_REQUEST", 400)
    return what, path


def read_reason(form: Form) -> str:
    """Why a draft is sent back."""
    return _text(form.get("reason", ""))


def _put(piece: dict[str, Any], name: str, index: str | None, value: str) -> None:
    if index is None:
        piece[name] = value
    else:
        piece.setdefault(name, {})[int(index)] = value


def _piece(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """One piece with every field it has; a box that is not ticked is not sent."""
    piece = {field: _value(default, given.get(field)) for field, default in PIECES[name].items()}
    if not KEY.fullmatch(piece.get("key", "none")):
        raise Refused("BAD_REQUEST", 400)
    return piece


def _value(default: Any, given: Any) -> Any:
    if isinstance(default, bool):
        return given is not None
    if isinstance(default, list):
        items = given if isinstance(given, dict) else {}
        return [_text(items[index]) for index in sorted(items)]
    return _text(given) if isinstance(given, str) else ""


def _text(typed: str) -> str:
    return unicodedata.normalize("NFC", " ".join(typed.replace("\0", "").split()))
