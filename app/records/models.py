"""Tables of the access log. Append-only; whose data was looked at stands here, never the data."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class Access(Base):
    """One time a member of staff had somebody's data before them (접속기록).

    what, reference: which page, of which request. purpose, words: why, where a reason is asked.
    digest: over all of it and whom it concerned; the audit chain of the account holds it too, so a
    row can be destroyed when its time is over but never changed unseen.
    """

    __tablename__ = "access"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    account_id: Mapped[str] = mapped_column(id_type())
    login_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(Encrypted("access.address"))
    action: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Encrypted("access.words"))
    subjects: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index(None, "institution_id", "id"),
        Index(None, "institution_id", "at"),
    )


class AccessSubject(Base):
    """Whose data it was (정보주체)."""

    __tablename__ = "access_subject"

    access_id: Mapped[str] = mapped_column(ForeignKey("access.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(id_type(), primary_key=True, index=True)


class Reason(Base):
    """Why a member of staff wants to see what is masked of one person; good for ten minutes."""

    __tablename__ = "access_reason"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(id_type())
    person_id: Mapped[str] = mapped_column(id_type())
    purpose: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Encrypted("access_reason.words"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "account_id", "person_id", "at"),)


class Review(Base):
    """That an institution's access log of a month (`2026-11`) was looked through, and the result.

    unusual: whether anything was found that had to be followed up.
    """

    __tablename__ = "access_review"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    month: Mapped[str] = mapped_column(String(7))
    unusual: Mapped[bool]
    result: Mapped[str] = mapped_column(Encrypted("access_review.result"))
    signed_by: Mapped[str] = mapped_column(id_type())
    name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("institution_id", "month"),)
