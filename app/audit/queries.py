"""Reading the chain: one aggregate's trail, and the check of every chain."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, union
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead, PersonKey
from app.audit.rules import Fault, Link, find_fault


def trail(session: Session, subject: str) -> list[AuditEntry]:
    """Every entry of one aggregate, oldest first."""
    query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.seq)
    return list(session.scalars(query))


def head(session: Session, subject: str) -> int:
    """How many entries the aggregate's chain has."""
    return session.scalar(select(AuditHead.seq).where(AuditHead.subject == subject)) or 0


def personal(session: Session, entry: AuditEntry) -> dict[str, Any] | None:
    """The entry's personal data, or None once the person's key is destroyed."""
    row = session.get(PersonKey, entry.person_id)
    if row is None or not entry.personal:
        return None
    cipher = AESGCM(base64.b64decode(row.key))
    plain = cipher.decrypt(entry.personal[:12], entry.personal[12:], entry.person_id.encode())
    return dict(json.loads(plain))


def faults(session: Session) -> Iterator[Fault]:
    """The first fault of every chain that has one."""
    for subject in session.scalars(union(select(AuditEntry.subject), select(AuditHead.subject))):
        head = session.get(AuditHead, subject)
        links = [(link_of(entry), entry.hash) for entry in trail(session, subject)]
        fault = find_fault(subject, links, (head.seq, head.hash) if head else None)
        if fault:
            yield fault


def link_of(entry: AuditEntry) -> Link:
    """The entry as its hash covers it."""
    return Link(**{name: getattr(entry, name) for name in Link.__dataclass_fields__})
