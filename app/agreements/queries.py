"""Reading agreement requests: a person's list, and one visit to one request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, union
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements.models import AgreementRequest
from app.agreements.register import CORPORATION, reads_for
from app.agreements.signatories import CONTACT
from app.core import clock
from app.core.phone import hyphened
from app.parties.models import Branch, Firm, Institution, Representation
from app.signing.models import Document, Signer
from app.signing.queries import (
    SignerView,
    Sitting,
    paper_of,
    seats,
)
from app.signing.rules import CONCLUDED, VOID


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
    branch_mail: str | None
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
    corporation: bool
    designated: str
    version: int
    state: str
    ended_at: datetime | None
    ended_by: str
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
class PaperView:
    """One document of a request as everybody concerned sees it."""

    document: Document
    title: str
    signers: list[SignerView]

    @property
    def state(self) -> str:
        """The document's state."""
        return self.document.state

    @property
    def concluded_at(self) -> datetime | None:
        """When all had signed."""
        return self.document.concluded_at

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(1 for signer in self.signers if signer.signed_at)


@dataclass(frozen=True)
class Visit:
    """One person at one agreement: the request, its papers, and their sittings with them.

    A person may sign the guarantee, the pledge, both, or (담당자) only read.
    """

    agreement: AgreementView
    papers: list[PaperView]
    guarantee: Sitting | None
    pledge: Sitting | None

    @property
    def corporation(self) -> bool:
        """Whether a pledge follows the guarantee."""
        return len(self.papers) > 1

    @property
    def first(self) -> Sitting | None:
        """The sitting that carries the request's page; None for somebody who only reads."""
        return self.guarantee or self.pledge

    @property
    def designated_other(self) -> bool:
        """Whether another of several representatives was designated to sign the guarantee."""
        return self.guarantee is None and self.agreement.designated != ""

    @property
    def guarantee_concluded(self) -> bool:
        """Whether the pledge may be signed."""
        return self.papers[0].state == CONCLUDED

    @property
    def voided(self) -> bool:
        """Whether the request ended with a concluded guarantee, which fell with it."""
        over = not self.agreement.open and self.agreement.state != rules.COMPLETED
        return over and self.papers[0].concluded_at is not None

    @property
    def signed_by_me(self) -> bool:
        """Whether the person has signed any of the papers as they are now."""
        return any(each.signature for each in (self.guarantee, self.pledge) if each)

    @property
    def stand(self) -> str:
        """How far the request is, in a word that changes with whatever anybody does to it."""
        signed = sum(paper.signed for paper in self.papers)
        return f"{self.agreement.version}-{self.agreement.state}-{signed}"


_REQUESTS = (
    select(AgreementRequest, Institution, Branch, Firm)
    .join(Institution, Institution.id == AgreementRequest.institution_id)
    .join(Branch, Branch.id == AgreementRequest.branch_id)
    .join(Firm, Firm.id == AgreementRequest.firm_id)
)
_BY_ID = _REQUESTS.where(AgreementRequest.id == bindparam("id"))
_BY_NUMBER = _REQUESTS.where(AgreementRequest.number == bindparam("number"))
_SIGNED_BY = (
    select(AgreementRequest.number)
    .join(Document, Document.owner == "agreement:" + AgreementRequest.id)
    .join(Signer, Signer.document_id == Document.id)
    .where(Signer.person_id == bindparam("person_id"))
)
_READ_BY = (
    select(AgreementRequest.number)
    .join(Representation, Representation.firm_id == AgreementRequest.firm_id)
    .where(Representation.person_id == bindparam("person_id"), Representation.role == CONTACT)
)
_NUMBERS = union(_SIGNED_BY, _READ_BY)


def visit(session: Session, number: str, person_id: str) -> Visit | None:
    """The person's visit, or None when there is no such request for them."""
    row = session.execute(_BY_NUMBER, {"number": number}).first()
    if row is None:
        return None
    found = seats(session, owner_of(row[0].id), person_id)
    sittings = {seat.document.position: seat.sitting for seat in found}
    if not any(sittings.values()) and not reads_for(session, row[0].firm_id, person_id):
        return None
    papers = [PaperView(s.document, paper_of(s.document).title, s.signers) for s in found]
    agreement = _view(*row, papers[0].signers)
    return Visit(agreement, papers, sittings.get(1), sittings.get(2))


def view_by_owner(session: Session, owner: str) -> AgreementView:
    """The request that is this aggregate, without its signers."""
    row = session.execute(_BY_ID, {"id": owner.removeprefix("agreement:")}).one()
    return _view(*row, [])


def visits_of(session: Session, person_id: str) -> list[Visit]:
    """Every request addressed to the person, the nearest deadline first."""
    numbers = session.scalars(_NUMBERS, {"person_id": person_id}).all()
    found = (visit(session, number, person_id) for number in numbers)
    return sorted((v for v in found if v), key=lambda v: (v.agreement.deadline, v.agreement.no))


def asked_by_others(
    session: Session, institution_id: str, owner: str, people: Iterable[str]
) -> set[str]:
    """Who of these must sign a paper of another of the institution's requests that is open."""
    query = (
        select(Signer.person_id)
        .join(Document, Document.id == Signer.document_id)
        .where(
            Signer.person_id.in_([*people, ""]),
            Document.institution_id == institution_id,
            Document.owner != owner,
            Document.state.not_in((CONCLUDED, VOID)),
        )
    )
    return set(session.scalars(query))


def owner_of(request_id: str) -> str:
    """The name of the request's aggregate, as documents and the audit chain know it."""
    return f"agreement:{request_id}"


def _view(
    request: AgreementRequest,
    institution: Institution,
    branch: Branch,
    firm: Firm,
    signers: list[SignerView],
) -> AgreementView:
    plain = (
        "id number institution_id product applicant amount period_start period_end ratio_bps"
        " fee_bps bank purpose deadline designated version ended_at ended_by reason"
    )
    return AgreementView(
        **{name: getattr(request, name) for name in plain.split()},
        institution=institution.name,
        institution_short=institution.short_name,
        branch_name=branch.name,
        branch_phone=hyphened(branch.phone),
        branch_mail=branch.mail,
        firm=firm.name,
        business_number=firm.business_number,
        corporation=firm.kind == CORPORATION,
        state=rules.state_at(request.state, request.deadline, clock.now()),
        signers=signers,
    )
