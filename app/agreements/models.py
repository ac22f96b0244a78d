"""Tables of the e-agreement."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class AgreementRequest(Base):
    """An institution's request to conclude an agreement (전자약정 요청); its papers are documents.

    Amounts in won, rates in basis points. The states and their moves stand in `rules.MOVES`.
    ended_by: the person who declined it; empty when it ended otherwise. composed_by, released_by:
    the accounts of the staff who did; empty where a command did.
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
    composed_by: Mapped[str] = mapped_column(String(36), default="", server_default="")
    released_by: Mapped[str] = mapped_column(String(36), default="", server_default="")

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


class Product(Base):
    """A guarantee product (보증상품) of an institution: what a request begins with, and its limits.

    Rates in basis points, sums in won. Closed products are offered no more. stamp_duty: 인지세.
    """

    __tablename__ = "product"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=1)
    amount_least: Mapped[int] = mapped_column(BigInteger)
    amount_most: Mapped[int] = mapped_column(BigInteger)
    ratio_bps: Mapped[int]
    ratio_least: Mapped[int]
    ratio_most: Mapped[int]
    fee_bps: Mapped[int]
    fee_least: Mapped[int]
    fee_most: Mapped[int]
    years: Mapped[int]
    years_most: Mapped[int]
    stamp_duty: Mapped[int] = mapped_column(BigInteger, default=0)
    closed_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("institution_id", "name"),)


class AgreementDraft(Base):
    """A request on its way to being sent: typed, perhaps handed to a second person, sent.

    typed: what the officer typed, field by field, as it was typed; none of it is checked before it
    is handed in. correcting: the number of the request whose terms it is to replace. number and
    request_id: what it will be, taken once when it is handed in. register: a fingerprint of the
    firm's register entry as the officer compared it with the extract. revision rises with every
    change, so that nobody releases what they have not seen. States: `rules.DRAFT_MOVES`.
    """

    __tablename__ = "agreement_draft"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    branch_id: Mapped[str | None] = mapped_column(ForeignKey("branch.id"))
    composed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    typed: Mapped[dict[str, str]] = mapped_column(Encrypted("agreement_draft.typed"))
    correcting: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(20), default="")
    request_id: Mapped[str] = mapped_column(String(36), default="")
    register: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str | None] = mapped_column(Encrypted("agreement_draft.reason"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "institution_id", "state"),)


class AgreementAct(Base):
    """Something staff did to a request that is out, once per key: a repeat finds it done.

    kind: remind, extend, recall, hand-over.
    """

    __tablename__ = "agreement_act"

    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("agreement_request.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[str] = mapped_column(id_type())
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AgreementBatch(Base):
    """A list of requests from a file (일괄 요청): looked through, confirmed, then made one by one.

    digest: a fingerprint of who may see it and of what stands in it, so that the same list is the
    same batch whatever its file is called. looked: how often it was looked through; what is
    confirmed is what was seen. name: of the file. ignored: heads of columns that mean nothing.
    """

    __tablename__ = "agreement_batch"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    branch_id: Mapped[str | None] = mapped_column(ForeignKey("branch.id"))
    composed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("agreement_batch.name"))
    ignored: Mapped[str] = mapped_column(Encrypted("agreement_batch.ignored"))
    looked: Mapped[int] = mapped_column(default=1)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "institution_id", "looked_at"),)


class AgreementBatchRow(Base):
    """A line of a batch. Its id is that of the draft, so that it becomes one request at most.

    typed: as for the compose form, gone once a request came of it; problems: field, code and
    params of what is wrong. register: the firm's register entry when the list was looked through.
    mark: a fingerprint of whose request on which terms it is. States: `rules.ROW_MOVES`.
    """

    __tablename__ = "agreement_batch_row"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ForeignKey("agreement_batch.id"))
    line: Mapped[int]
    business_number: Mapped[str] = mapped_column(String(20))
    firm_id: Mapped[str | None] = mapped_column(ForeignKey("firm.id"))
    branch_id: Mapped[str | None] = mapped_column(ForeignKey("branch.id"))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    mark: Mapped[str] = mapped_column(String(64), index=True)
    register: Mapped[str] = mapped_column(String(64))
    typed: Mapped[dict[str, str]] = mapped_column(Encrypted("agreement_batch_row.typed"))
    problems: Mapped[list[Any]] = mapped_column(Encrypted("agreement_batch_row.problems"))
    state: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(20), default="")

    __table_args__ = (UniqueConstraint("batch_id", "line"),)
