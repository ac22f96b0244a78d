"""The daily anchor: one hash over where every chain ended, so that no tail can be cut unseen."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, func, insert, literal, select
from sqlalchemy.orm import Session

from app.audit.models import Anchor, AnchoredHead, AuditEntry, AuditHead
from app.audit.rules import START, Fault
from app.core import merkle
from app.core.chain import End, leaf
from app.db.unit import Unit


def drop_anchor(u: Unit) -> Anchor:
    """Anchor every chain that grew since it was anchored last; no head is locked or changed."""
    known = exists().where(
        AnchoredHead.subject == AuditHead.subject, AnchoredHead.seq >= AuditHead.seq
    )
    newest = u.session.scalar(select(Anchor).order_by(Anchor.number.desc()).limit(1))
    number = newest.number + 1 if newest else 1
    columns = (AuditHead.subject, AuditHead.seq, AuditHead.hash, literal(number))
    names = ["subject", "seq", "hash", "anchor"]
    u.session.execute(insert(AnchoredHead).from_select(names, select(*columns).where(~known)))
    leaves = _leaves(u.session, number)
    anchor = Anchor(
        number=number,
        at=u.now,
        size=len(leaves),
        root=merkle.root(leaves).hex(),
        previous_hash=newest.hash if newest else START,
    )
    anchor.hash = anchor_hash(anchor)
    u.session.add(anchor)
    return anchor


def statement(anchor: Anchor) -> bytes:
    """What is hashed, sealed and published: the anchor in canonical JSON, nobody's data in it."""
    names = ("number", "size", "root", "previous_hash")
    fields = {name: getattr(anchor, name) for name in names}
    return _canonical({"v": 1, "at": anchor.at.isoformat(), **fields})


def anchor_hash(anchor: Anchor) -> str:
    """SHA-256 over the statement (hex); the next anchor and later papers hold it."""
    return hashlib.sha256(statement(anchor)).hexdigest()


def newest_at(session: Session, at: datetime) -> Anchor | None:
    """The newest anchor there was at that instant: what a paper concluded then holds."""
    query = select(Anchor).where(Anchor.at <= at).order_by(Anchor.number.desc())
    return session.scalars(query.limit(1)).first()


def proof(session: Session, subject: str, seq: int) -> tuple[Anchor, int, list[bytes]] | None:
    """How the chain's end at `seq` stands in an anchor: the anchor, its leaf's place, the path.

    None where no anchor holds that end. An earlier entry leads to it through the chain's hashes.
    """
    head = session.get(AnchoredHead, (subject, seq))
    anchor = session.get(Anchor, head.anchor) if head else None
    if head is None or anchor is None:
        return None
    leaves = _leaves(session, anchor.number)
    place = leaves.index(leaf(End(head.subject, head.seq, head.hash)))
    return anchor, place, merkle.inclusion(leaves, place)


def anchor_faults(session: Session) -> Iterator[Fault]:
    """Anchors that were edited, deleted or reordered, and chains that miss what was anchored."""
    previous = START
    anchors = session.scalars(select(Anchor).order_by(Anchor.number))
    for expected, anchor in enumerate(anchors, start=1):
        if anchor.number != expected or anchor.previous_hash != previous:
            yield Fault("anchor", expected, "missing or out of order")
            return
        root = merkle.root(_leaves(session, anchor.number)).hex()
        if anchor_hash(anchor) != anchor.hash or root != anchor.root:
            yield Fault("anchor", anchor.number, "edited")
            return
        previous = anchor.hash
    held = session.scalar(select(func.max(AnchoredHead.anchor))) or 0
    count = session.scalar(select(func.count()).select_from(Anchor)) or 0
    if held > count:
        yield Fault("anchor", count + 1, "missing or out of order")
    yield from _missed(session)


def _missed(session: Session) -> Iterator[Fault]:
    """Anchored ends whose entry is gone or is another one now."""
    same = (AuditEntry.subject == AnchoredHead.subject, AuditEntry.seq == AnchoredHead.seq)
    whole = exists().where(*same, AuditEntry.hash == AnchoredHead.hash)
    query = select(AnchoredHead).where(~whole).order_by(AnchoredHead.subject, AnchoredHead.seq)
    for head in session.scalars(query):
        yield Fault(head.subject, head.seq, f"not what anchor {head.anchor} holds")


def _leaves(session: Session, number: int) -> list[bytes]:
    """The anchor's leaves in the order of their hashes: databases disagree about that of text."""
    query = select(AnchoredHead.subject, AnchoredHead.seq, AnchoredHead.hash)
    found = session.execute(
        query.where(AnchoredHead.anchor == number), execution_options={"yield_per": 10_000}
    )
    return sorted(leaf(End(*row)) for row in found)


def _canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
