"""Tables of the audit chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type


class AuditEntry(Base):
    """One thing that happened to one aggregate. Append-only."""

    __tablename__ = "audit_entry"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[str] = mapped_column(id_type())
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(80), index=True)
    actor: Mapped[str] = mapped_column(String(60))
    request_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    person_id: Mapped[str] = mapped_column(String(36))
    personal: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """Where each chain ends: what a cut tail leaves behind."""

    __tablename__ = "audit_head"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Anchor(Base):
    """One day's Merkle tree over the ends of all chains that grew since the anchor before.

    seal: CMS (DER) over its statement with a timestamp; None while it waits for the authority.
    """

    __tablename__ = "audit_anchor"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    size: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    stamped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    authority: Mapped[str] = mapped_column(String(200), default="")


class AnchoredHead(Base):
    """A leaf of an anchor: where one chain ended then."""

    __tablename__ = "audit_anchored_head"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    anchor: Mapped[int] = mapped_column(index=True)


class PersonKey(Base):
    """The key one person's audit data is sealed under; destroying it erases that data."""

    __tablename__ = "person_key"

    person_id: Mapped[str] = mapped_column(id_type(), primary_key=True)
    key: Mapped[str] = mapped_column(Encrypted("audit.person_key"))
