"""Proof that one entry stands under an anchor, checked without the database."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import anchors
from app.audit.models import AnchoredHead, AuditEntry
from app.audit.queries import link_of
from app.audit.rules import link_text
from app.core import merkle
from app.core.chain import Broken, follow, leaf

Proof = dict[str, Any]
"""JSON-able. `entries`: from the entry to the anchored end, each as the text its hash covers (what
is personal in it is ciphertext); `place` and `path`: of that end in the anchor's tree; `anchor`:
the statement as it is published and sealed."""


def prove(session: Session, subject: str, seq: int) -> Proof | None:
    """How an entry leads to the first anchor that covers it; None while none does."""
    heads = select(AnchoredHead).where(AnchoredHead.subject == subject, AnchoredHead.seq >= seq)
    end = session.scalars(heads.order_by(AnchoredHead.seq).limit(1)).first()
    found = anchors.proof(session, subject, end.seq) if end else None
    if end is None or found is None:
        return None
    anchor, place, path = found
    between = AuditEntry.seq.between(seq, end.seq)
    rows = select(AuditEntry).where(AuditEntry.subject == subject, between)
    return {
        "entries": [
            link_text(link_of(row)) for row in session.scalars(rows.order_by(AuditEntry.seq))
        ],
        "place": place,
        "path": [step.hex() for step in path],
        "anchor": anchors.statement(anchor).decode(),
    }


def proves(proof: Proof) -> bool:
    """Whether the entries follow one another and their end stands in the anchor.

    The anchor itself is to be compared with the published one. Raises KeyError, TypeError or
    ValueError for what is no proof.
    """
    try:
        end = follow(proof["entries"])[-1]
    except (Broken, IndexError):
        return False
    anchor = json.loads(proof["anchor"])
    place, size = proof["place"], anchor["size"]
    if type(place) is not int or type(size) is not int:  # an infinite tree has no root
        return False
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = bytes.fromhex(anchor["root"])
    return merkle.included(leaf(end), place, size, path, root)
