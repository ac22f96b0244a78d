"""The links one unit of work appends: gathered as they happen, written together at its end."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import START, Head, Link

_HEAD = (
    select(AuditHead.seq, AuditHead.hash)
    .where(AuditHead.subject == bindparam("subject"))
    .with_for_update()
)
_MOVED = update(AuditHead).where(AuditHead.subject == bindparam("chain"))


class Trail:
    """The heads this unit holds locked, where they stood and stand, and the links in between."""

    def __init__(self) -> None:
        self._heads: dict[str, Head] = {}
        self._begun: set[str] = set()
        self._entries: list[dict[str, Any]] = []

    def head(self, session: Session, subject: str) -> Head:
        """Where the subject's chain ends now; locked until the unit ends."""
        if subject not in self._heads:
            row = session.execute(_HEAD, {"subject": subject}).first()
            if row is None:
                self._begun.add(subject)
            self._heads[subject] = Head(*row) if row else Head(0, START)
        return self._heads[subject]

    def append(self, link: Link, hash_: str) -> None:
        """Put a link at the end of its chain."""
        self._heads[link.subject] = Head(link.seq, hash_)
        self._entries.append({**link.__dict__, "hash": hash_})

    def write(self, session: Session) -> None:
        """Write the links and where each chain now ends."""
        session.execute(insert(AuditEntry), self._entries)
        for subject, head in self._heads.items():
            if subject in self._begun:
                session.execute(insert(AuditHead).values(subject=subject, **head._asdict()))
            else:
                session.execute(_MOVED.values(**head._asdict()), {"chain": subject})
