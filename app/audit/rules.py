"""How an entry is hashed and how a chain is checked. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.core.chain import START as START


class Head(NamedTuple):
    """Where a chain ends: how many entries it has, and the hash of the last."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Link:
    """What an entry's hash covers; `personal` is ciphertext, so erasing its key changes nothing."""

    subject: str
    seq: int
    institution_id: str
    at: datetime
    action: str
    actor: str
    request_id: str
    facts: dict[str, Any]
    person_id: str
    personal: bytes
    previous_hash: str


def link_text(link: Link) -> str:
    """The entry in canonical JSON: what its hash covers."""
    fields = {**link.__dict__, "at": link.at.isoformat(), "personal": link.personal.hex()}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link_hash(link: Link) -> str:
    """SHA-256 over the entry in canonical JSON (hex)."""
    return hashlib.sha256(link_text(link).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a chain, and at which entry."""

    subject: str
    seq: int
    problem: str


def find_fault(
    subject: str, links: Sequence[tuple[Link, str]], head: tuple[int, str] | None
) -> Fault | None:
    """The first fault of a chain given as (entry, recorded hash) in order, or None.

    Finds an edited entry, a deleted or reordered one, and a tail cut off behind the head.
    """
    previous = START
    for expected, (link, recorded) in enumerate(links, start=1):
        if link.seq != expected:
            return Fault(subject, expected, "missing or out of order")
        if link.previous_hash != previous:
            return Fault(subject, link.seq, "does not follow the entry before it")
        if link_hash(link) != recorded:
            return Fault(subject, link.seq, "edited")
        previous = recorded
    if head != (len(links), previous) and (links or head):
        return Fault(subject, len(links) + 1, "the end of the chain was cut off")
    return None
