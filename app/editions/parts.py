"""The parts a draft is edited in, one screen each, and what of the clauses each holds. Pure."""

import hashlib

from app.editions.clauses import Content
from app.evidence.canonical import canonical_json

TEXTS: dict[str, tuple[str, ...]] = {
    "head": ("title", "lead"),
    "articles": (),
    "cautions": (),
    "ticks": (),
    "close": ("closing",),
}
LISTS = {
    "head": "facts",
    "articles": "articles",
    "cautions": "cautions",
    "ticks": "ticks",
    "close": "notices",
}
"""Part -> its texts, and its one list of pieces."""

PARTS_OF = {
    "credit-guarantee": ("head", "articles", "cautions", "ticks", "close"),
    "responsible-management": ("head", "articles", "ticks", "close"),
    "void-notice": ("head", "articles", "close"),
}
"""Template -> its parts. Cautions are acknowledged with the guarantee; a notice is not signed."""

PIECES = 60
"""Of one list at most."""


def of(content: Content, part: str) -> Content:
    """What of the clauses the part holds."""
    return {name: content[name] for name in (*TEXTS[part], LISTS[part])}


def digest(held: Content) -> str:
    """By which a change of the part is noticed."""
    return hashlib.sha256(canonical_json(held)).hexdigest()


def part_of(name: str) -> str:
    """The part in which a text or list of that name is edited."""
    return next(part for part in TEXTS if name in (*TEXTS[part], LISTS[part]))
