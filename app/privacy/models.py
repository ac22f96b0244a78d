"""Tables of the law: what people ask about their data, withdrawn consents, holds, destruction."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class RightsRequest(Base):
    """What a person asks an institution to do with their data (정보주체 요청), and what came of it.

    kind: `correction`, `erasure`. states: ASKED > (PREPARED >) DONE or REFUSED. outcome: what was
    erased and what had to stay, as counts and days; digest: over the receipt, in the chain too.
    """

    __tablename__ = "rights_request"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[str] = mapped_column(id_type(), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Encrypted("rights_request.words"))
    answer: Mapped[str] = mapped_column(Encrypted("rights_request.answer"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    prepared_by: Mapped[str] = mapped_column(String(36), default="")
    prepared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index(None, "institution_id", "id"),)


class RightsNumber(Base):
    """The last number of a request given out per year."""

    __tablename__ = "rights_number"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Withdrawal(Base):
    """That an optional consent, given with a signature, was taken back."""

    __tablename__ = "consent_withdrawal"

    signature_id: Mapped[str] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Hold(Base):
    """보존 조치: while it lasts, nothing of the person or the request is destroyed.

    kind: `person` or `request`; target: its id; label: what the desk calls it.
    """

    __tablename__ = "legal_hold"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str] = mapped_column(String(8))
    target: Mapped[str] = mapped_column(id_type(), index=True)
    label: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Encrypted("legal_hold.reason"))
    set_by: Mapped[str] = mapped_column(id_type())
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str] = mapped_column(String(36), default="")
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lift_reason: Mapped[str] = mapped_column(Encrypted("legal_hold.lift_reason"))

    __table_args__ = (Index(None, "institution_id", "lifted_at"),)


class Destruction(Base):
    """A line of the 파기 대장: how many of a kind were destroyed, when, by whom.

    institution_id: empty for what belongs to the house. until: what was older was destroyed.
    reference: the number of the person's request that led to it, if any.
    """

    __tablename__ = "destruction"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    count: Mapped[int]
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    reference: Mapped[str] = mapped_column(String(20), default="")
