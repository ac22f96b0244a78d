"""Composing, correcting and recalling a request: looks up the register, renders, then acts.

The paper is rendered before the transaction: its hash is what the signers will sign.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.agreements import actions, papers
from app.agreements.forms import Order, WrongOrder, read_order
from app.agreements.queries import owner_of
from app.core import clock
from app.core.events import Actor
from app.db.unit import reading, unit
from app.parties.models import Branch, Firm, Institution
from app.parties.queries import (
    Representative,
    branch_by_name,
    firm_by_business_number,
    institution_by_code,
    numbers_of,
    representatives,
)
from app.signing.queries import documents_of

OPERATOR = Actor("staff", "operator")

REASON = (2, 200)
"""Characters of the reason for taking a request back: its signers read it."""


@dataclass(frozen=True)
class Parties:
    """Everyone a request concerns, as the register has them today."""

    institution: Institution
    branch: Branch
    firm: Firm
    signers: list[Representative]


def create(text: str, *, demo: bool) -> str:
    """Create and send the request a JSON order describes. Returns its number; raises WrongOrder.

    demo: whether its paper says that it has no effect.
    """
    parties, order = _checked(read_order(text))  # a wrong order uses up no number
    with unit() as u:
        number = actions.take_number(u)
    return _send(number, order, parties, demo=demo)


def create_numbered(number: str, order: Order, *, demo: bool) -> str:
    """The same for a number that is already taken."""
    parties, order = _checked(order)
    return _send(number, order, parties, demo=demo)


def _send(number: str, order: Order, parties: Parties, *, demo: bool) -> str:
    prepared = papers.prepare(number, order.terms, parties, demo=demo)
    with unit() as u:
        place = actions.Place(parties.institution.id, parties.branch.id, parties.firm.id)
        signers = [(s.person_id, s.name, s.role) for s in parties.signers]
        actions.release(u, place, order.terms, prepared, signers, OPERATOR)
    return number


def correct(number: str, text: str, *, demo: bool) -> str:
    """Replace a request's terms; raises WrongOrder or Refused. Returns the number."""
    parties, order = _checked(read_order(text))
    prepared = papers.prepare(number, order.terms, parties, demo=demo)
    with unit() as u:
        request = actions.locked(u, number)
        _same_signers(u.session, request.id, request.firm_id, parties)
        actions.correct(u, number, order.terms, prepared, OPERATOR)
    return number


def recall(number: str, reason: str) -> str:
    """Take a request back with a reason. Returns the number; raises WrongOrder or Refused."""
    least, most = REASON
    if not least <= len(reason.strip()) <= most or not reason.isprintable():
        raise WrongOrder([f"reason: must be a text of {least} to {most} characters"])
    with unit() as u:
        actions.recall(u, number, reason, OPERATOR)
    return number


def _checked(order: Order) -> tuple[Parties, Order]:
    with reading() as session:
        parties = _parties(session, order)
    applicant = parties.signers[0].name
    terms = replace(order.terms, applicant=applicant)
    problems = papers.unprintable(terms, parties)
    if problems:
        raise WrongOrder(problems)
    return parties, replace(order, terms=terms)


def _parties(session: Session, order: Order) -> Parties:
    institution = institution_by_code(session, order.institution)
    firm = firm_by_business_number(session, order.business_number)
    branch = branch_by_name(session, institution.id, order.branch) if institution else None
    if institution is None or branch is None or firm is None:
        missing = {"institution": institution, "branch": branch, "business_number": firm}
        raise WrongOrder([f"{name}: not in the register" for name, it in missing.items() if not it])
    if firm.kind != "SOLE":
        raise WrongOrder(["business_number: agreements of corporations cannot be sent yet"])
    signers = representatives(session, firm.id, clock.today())
    if not signers:
        raise WrongOrder(["business_number: nobody in the register stands for this firm today"])
    lacking = [s.name for s in signers if not numbers_of(session, institution.id, s.person_id)]
    if lacking:
        raise WrongOrder(["business_number: a signer has no number of record"])
    return Parties(institution, branch, firm, signers)


def _same_signers(session: Session, request_id: str, firm_id: str, parties: Parties) -> None:
    if parties.firm.id != firm_id or not documents_of(session, owner_of(request_id)):
        raise WrongOrder(["business_number: a request cannot change its firm; recall it"])
