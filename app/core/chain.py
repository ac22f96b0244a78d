"""An audit chain as an outsider has it: texts, each holding the hash of the text before it."""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from app.core import merkle

START = "0" * 64
"""What the first entry holds in place of a hash before it."""


class End(NamedTuple):
    """Where a chain, or a part of one, ends: whose, at which entry, and the hash of its text."""

    subject: str
    seq: int
    hash: str


class Broken(ValueError):
    """An entry that does not follow the one before it."""


def leaf(end: End) -> bytes:
    """What stands for the end of a chain in an anchor's tree."""
    return merkle.leaf_hash(leaf_text(end).encode())


def leaf_text(end: End) -> str:
    """The same before it is hashed: `["agreement:…",12,"ab…"]`."""
    return json.dumps(list(end), ensure_ascii=False, separators=(",", ":"))


def follow(texts: Iterable[str], before: End | None = None) -> list[End]:
    """Where the chain stands after each text; raises Broken where one does not follow.

    before: what the first has to follow; anything if None. Raises KeyError, TypeError or
    ValueError for what is no entry.
    """
    found: list[End] = []
    for text in texts:
        link = json.loads(text)
        if before and before != End(link["subject"], link["seq"] - 1, link["previous_hash"]):
            raise Broken(link["seq"])
        before = End(link["subject"], link["seq"], hashlib.sha256(text.encode()).hexdigest())
        found.append(before)
    return found
