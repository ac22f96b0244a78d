"""Tables of the outbox and of what was delivered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class OutboxRow(Base):
    """One piece of work that must happen exactly once, written with the event that asks for it.

    states: ready -> running -> done, or dead (gave up), expired (too late to be useful), parked
    (its workers died over it, or the house came back from a backup; waits for `flask outbox
    retry`). deaths: how many workers in a row ended without a word while they held it; a row that
    fails in an orderly way kills nobody. request_id: of the request or job that put it in, empty
    for what comes round each night.
    """

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    dedup_key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    lane: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default="ready")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    deaths: Mapped[int] = mapped_column(Integer, default=0)
    payload: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("outbox.payload"))
    problem: Mapped[str] = mapped_column(String(80), default="")
    request_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_outbox_ready",
            "lane",
            "due_at",
            "id",
            sqlite_where=text("state = 'ready'"),
            postgresql_where=text("state = 'ready'"),
        ),
        Index(
            "ix_outbox_running",
            "lease_until",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )


class WorkerBeat(Base):
    """The last sign of life of one worker."""

    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Message(Base):
    """Evidence that somebody was told: what, how, to which (masked) number, and how it went.

    states: queued, sent, delivered (text, mail); ringing, answered, read, busy, no_answer (calls);
    failed, expired, unknown (either), with the `reason`; off: the deployment has no such channel.
    """

    __tablename__ = "message"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    to_masked: Mapped[str] = mapped_column(String(60))
    text_key: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    institution_id: Mapped[str] = mapped_column(id_type())
    state: Mapped[str] = mapped_column(String(10), default="queued")
    reason: Mapped[str] = mapped_column(String(30), default="")
    provider_ref: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_message_subject", "subject"),
        Index(
            "ix_message_lost",
            "institution_id",
            "created_at",
            sqlite_where=text("state IN ('failed', 'unknown')"),
            postgresql_where=text("state IN ('failed', 'unknown')"),
        ),
    )
