"""Everyone a request concerns, looked up in the register as it stands today."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.agreements.forms import Order, Problem, WrongOrder
from app.agreements.register import CORPORATION, people_of, signs_today
from app.agreements.signatories import Signatories
from app.core.errors import Refused
from app.parties.models import Branch, Firm, Institution
from app.parties.queries import (
    branch_by_name,
    firm_by_business_number,
    institution_by_code,
    numbers_of,
)

REASONS = {
    "NOBODY_SIGNS": Problem("business_number", "nobody_signs"),
    "DESIGNATION_NEEDED": Problem("designated", "designation_needed"),
    "DESIGNATION_WRONG": Problem("designated", "designation_wrong"),
}


@dataclass(frozen=True)
class Parties:
    """The institution and branch that ask, the firm, and who signs for it."""

    institution: Institution
    branch: Branch
    firm: Firm
    signatories: Signatories
    designated: str

    @property
    def corporation(self) -> bool:
        """Whether there is a pledge (책임경영이행 약정) beside the guarantee."""
        return self.firm.kind == CORPORATION


def find_parties(session: Session, order: Order) -> Parties:
    """The parties of an order; raises WrongOrder with what the register lacks."""
    institution = institution_by_code(session, order.institution)
    firm = firm_by_business_number(session, order.business_number)
    branch = branch_by_name(session, institution.id, order.branch) if institution else None
    if institution is None or branch is None or firm is None:
        missing = {"institution": institution, "branch": branch, "business_number": firm}
        raise WrongOrder([Problem(name, "not_there") for name, it in missing.items() if not it])
    designated = _designated(session, firm, order.designated)
    signatories = _signatories(session, firm, designated)
    _reachable(session, institution, signatories)
    return Parties(institution, branch, firm, signatories, designated)


def _signatories(session: Session, firm: Firm, designated: str) -> Signatories:
    try:
        return signs_today(session, firm, designated)
    except Refused as refusal:
        raise WrongOrder([REASONS[refusal.code]]) from refusal


def _designated(session: Session, firm: Firm, name: str) -> str:
    if not name:
        return ""
    people = people_of(session, firm.id)
    named = [each.person_id for each in people if name in (each.name, each.person_id)]
    if len(named) != 1:
        raise WrongOrder([REASONS["DESIGNATION_WRONG"]])
    return named[0]


def _reachable(session: Session, institution: Institution, signatories: Signatories) -> None:
    for each in signatories.everyone:
        if not numbers_of(session, institution.id, each.person_id):
            raise WrongOrder([Problem("business_number", "no_number", {"name": each.name})])
