"""Tables of the e-agreement."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class AgreementRequest(Base):
    """An institution's request to conclude an agreement (전자약정 요청); its papers are documents.

    Amounts in won, rates in basis points. The states and their moves stand in `rules.MOVES`.
    ended_by: the person who declined it; empty when it ended otherwise.
    """

    __tablename__ = "agreement_request"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    branch_id: Mapped[str] = mapped_column(ForeignKey("branch.id"))
    firm_id: Mapped[str] = mapped_column(ForeignKey("firm.id"))
    designated: Mapped[str] = mapped_column(String(36), default="")
    product: Mapped[str] = mapped_column(String(40))
    applicant: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int] = mapped_column(BigInteger)
    period_start: Mapped[date]
    period_end: Mapped[date]
    ratio_bps: Mapped[int]
    fee_bps: Mapped[int]
    bank: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(40))
    deadline: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(36), default="")
    reason: Mapped[str | None] = mapped_column(Encrypted("agreement_request.reason"))

    # A page of the desk's list is read from the end of one of these, however long it is.
    __table_args__ = (
        Index("ix_agreement_request_institution", "institution_id", "state", "id"),
        Index("ix_agreement_request_branch", "branch_id", "state", "id"),
        Index("ix_agreement_request_firm", "firm_id", "id"),
    )


class AgreementNumber(Base):
    """The last number given out per year (decision 58: they grow past four digits)."""

    __tablename__ = "agreement_number"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
