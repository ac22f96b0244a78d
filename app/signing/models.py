"""Tables of the act of signing. Evidence is a row: who, when, over which document hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class Document(Base):
    """A paper with no signer, one, or many; `owner` is the aggregate of the room it belongs to.

    states: LOCKED > OPEN > PARTIALLY_SIGNED > CONCLUDED; VOID. A change of text makes a new
    version with a new hash, which voids what was recorded over the old one.
    """

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(id_type())
    owner: Mapped[str] = mapped_column(String(80), index=True)
    number: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    template_id: Mapped[str] = mapped_column(String(40))
    template_version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(Encrypted("document.data"))
    presign_key: Mapped[str] = mapped_column(String(200))
    presign_hash: Mapped[str] = mapped_column(String(64))
    document_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("owner", "position"),)


class Signer(Base):
    """Someone who must sign a document, in a role (대표, 공동대표 …)."""

    __tablename__ = "signer"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[str] = mapped_column(id_type(), index=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=1)

    __table_args__ = (UniqueConstraint("document_id", "person_id"),)


class Mark(Base):
    """That a signer saw, read or acknowledged one thing, over one document hash."""

    __tablename__ = "mark"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    signer_id: Mapped[str] = mapped_column(ForeignKey("signer.id"))
    document_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("signer_id", "document_hash", "kind", "key"),)


class Draft(Base):
    """What a signer has ticked, drawn or typed so far; kept so that any device can go on."""

    __tablename__ = "draft"

    signer_id: Mapped[str] = mapped_column(ForeignKey("signer.id"), primary_key=True)
    document_hash: Mapped[str] = mapped_column(String(64))
    ticks: Mapped[dict[str, Any]] = mapped_column(JSON)
    signature: Mapped[dict[str, Any]] = mapped_column(Encrypted("draft.signature"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Execution(Base):
    """That a signer pressed 약정 실행 over one state of ticks and signature (`act_hash`)."""

    __tablename__ = "execution"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    signer_id: Mapped[str] = mapped_column(ForeignKey("signer.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    document_hash: Mapped[str] = mapped_column(String(64))
    act_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signature(Base):
    """A signer's binding act. Made in one transaction with ticks, identity, state and messages."""

    __tablename__ = "signature"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    document_version: Mapped[int]
    signer_id: Mapped[str] = mapped_column(ForeignKey("signer.id"))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    document_hash: Mapped[str] = mapped_column(String(64))
    act_hash: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(Encrypted("signature.content"))
    identity_check_id: Mapped[str] = mapped_column(id_type())
    identity: Mapped[dict[str, Any]] = mapped_column(JSON)
    session_id: Mapped[str] = mapped_column(id_type())
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("document_id", "document_version", "signer_id"),)


class Tick(Base):
    """One box as it stood when the signer signed, and when it was set."""

    __tablename__ = "tick"

    signature_id: Mapped[str] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    required: Mapped[bool]
    ticked: Mapped[bool]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
