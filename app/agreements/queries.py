"""Reading agreement requests: a person's list, and one visit to one request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements.models import AgreementRequest
from app.core import clock
from app.core.phone import hyphened
from app.parties.models import Branch, Firm, Institution
from app.signing.models import Document, Signer
from app.signing.queries import SignerView, Sitting, sitting_of


@dataclass(frozen=True)
class AgreementView:
    """A request as its signer sees it (S2-13 row 2)."""

    id: str
    number: str
    institution_id: str
    institution: str
    institution_short: str
    branch_name: str
    branch_phone: str
    product: str
    applicant: str
    firm: str
    business_number: str
    amount: int
    period_start: date
    period_end: date
    ratio_bps: int
    fee_bps: int
    bank: str
    purpose: str
    deadline: datetime
    version: int
    state: str
    ended_at: datetime | None
    reason: str | None
    signers: list[SignerView]

    @property
    def no(self) -> str:
        """약정번호."""
        return self.number

    @property
    def open(self) -> bool:
        """Whether it can still be signed."""
        return self.state in rules.OPEN_STATES

    @property
    def days_left(self) -> int:
        """Whole days until the deadline's day in Seoul."""
        return (clock.kst(self.deadline).date() - clock.today()).days


@dataclass(frozen=True)
class Visit:
    """One person at one agreement: the request and their sitting with its document."""

    agreement: AgreementView
    sitting: Sitting


_REQUESTS = (
    select(AgreementRequest, Institution, Branch, Firm)
    .join(Institution, Institution.id == AgreementRequest.institution_id)
    .join(Branch, Branch.id == AgreementRequest.branch_id)
    .join(Firm, Firm.id == AgreementRequest.firm_id)
)
_BY_ID = _REQUESTS.where(AgreementRequest.id == bindparam("id"))
_MINE = (
    _REQUESTS.join(Document, Document.owner == "agreement:" + AgreementRequest.id)
    .join(Signer, Signer.document_id == Document.id)
    .add_columns(Document, Signer)
    .where(Signer.person_id == bindparam("person_id"))
    .order_by(AgreementRequest.deadline, AgreementRequest.number, Document.position)
)
_BY_NUMBER = _MINE.where(AgreementRequest.number == bindparam("number"))


def visit(session: Session, number: str, person_id: str) -> Visit | None:
    """The person's visit, or None when there is no such request for them."""
    row = session.execute(_BY_NUMBER, {"number": number, "person_id": person_id}).first()
    return _visit(session, row) if row else None


def view_by_owner(session: Session, owner: str) -> AgreementView:
    """The request that is this aggregate, without its signers."""
    row = session.execute(_BY_ID, {"id": owner.removeprefix("agreement:")}).one()
    return _view(*row, [])


def visits_of(session: Session, person_id: str) -> list[Visit]:
    """Every request addressed to the person, the nearest deadline first."""
    rows = session.execute(_MINE, {"person_id": person_id}).all()
    first = {row[0].id: row for row in reversed(rows)}  # one of several documents: the first
    return [_visit(session, first[id_]) for id_ in dict.fromkeys(row[0].id for row in rows)]


def owner_of(request_id: str) -> str:
    """The name of the request's aggregate, as documents and the audit chain know it."""
    return f"agreement:{request_id}"


def _visit(session: Session, row: Sequence[Any]) -> Visit:
    request, institution, branch, firm, document, signer = row
    found = sitting_of(session, document, signer)
    return Visit(_view(request, institution, branch, firm, found.signers), found)


def _view(
    request: AgreementRequest,
    institution: Institution,
    branch: Branch,
    firm: Firm,
    signers: list[SignerView],
) -> AgreementView:
    plain = (
        "id number institution_id product applicant amount period_start period_end ratio_bps"
        " fee_bps bank purpose deadline version ended_at reason"
    )
    return AgreementView(
        **{name: getattr(request, name) for name in plain.split()},
        institution=institution.name,
        institution_short=institution.short_name,
        branch_name=branch.name,
        branch_phone=hyphened(branch.phone),
        firm=firm.name,
        business_number=firm.business_number,
        state=rules.state_at(request.state, request.deadline, clock.now()),
        signers=signers,
    )
