"""Tables of the identity check. No code stands here, only a keyed fingerprint of it."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UtcDateTime, id_type, new_id


class Challenge(Base):
    """One code sent to one number for one act. `mac` is HMAC-SHA256 over id, binding and code.

    states: sent > used, or superseded by a newer code. That it expired, or that its tries are used
    up, follows from `expires_at` and `tries`.
    """

    __tablename__ = "challenge"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(id_type())
    subject: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(id_type())
    session_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    number_masked: Mapped[str] = mapped_column(String(20))
    number_hash: Mapped[str] = mapped_column(String(64))
    binding: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="sent")
    tries: Mapped[int] = mapped_column(default=0)
    max_tries: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_challenge_person", "person_id", "created_at"),
        Index("ix_challenge_subject", "subject"),
    )


class IdentityCheck(Base):
    """Evidence that a person passed: by which method, over which document, in which request.

    It outlives its challenge, hence no foreign key; that the id is unique makes a code single-use.
    """

    __tablename__ = "identity_check"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    challenge_id: Mapped[str] = mapped_column(id_type(), unique=True)
    person_id: Mapped[str] = mapped_column(id_type(), index=True)
    method: Mapped[str] = mapped_column(String(10))
    number_masked: Mapped[str] = mapped_column(String(20))
    number_hash: Mapped[str] = mapped_column(String(64))
    binding: Mapped[str] = mapped_column(String(64))
    document_hash: Mapped[str] = mapped_column(String(64))
    session_id: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
