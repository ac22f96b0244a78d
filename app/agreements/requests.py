"""Composing, correcting and recalling a request: looks up the register, renders, then acts.

The papers are rendered before the transaction: their hashes are what the signers will sign.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.agreements import actions, papers
from app.agreements.forms import Order, Problem, WrongOrder, read_order
from app.agreements.parties import Parties, find_parties
from app.agreements.terms import Place, Sent
from app.core.events import Actor
from app.db.unit import reading, unit
from app.signing.documents import Prepared

OPERATOR = Actor("staff", "operator")

REASON = (2, 200)
"""Characters of the reason for taking a request back: its signers read it."""


def create(text: str, *, demo: bool) -> str:
    """Create and send the request a JSON order describes. Returns its number; raises WrongOrder.

    demo: whether its paper says that it has no effect.
    """
    parties, order = checked(read_order(text))  # a wrong order uses up no number
    with unit() as u:
        number = actions.take_number(u)
    return _send(number, order, parties, demo=demo)


def create_numbered(number: str, order: Order, *, demo: bool) -> str:
    """The same for a number that is already taken."""
    parties, order = checked(order)
    return _send(number, order, parties, demo=demo)


def _send(number: str, order: Order, parties: Parties, *, demo: bool) -> str:
    prepared = papers.prepare(number, order.terms, parties, demo=demo)
    with unit() as u:
        actions.release(u, place_of(parties), order.terms, sent_to(parties, prepared), OPERATOR)
    return number


def correct(number: str, text: str, *, demo: bool) -> str:
    """Replace a request's terms; raises WrongOrder or Refused. Returns the number."""
    parties, order = checked(read_order(text))
    prepared = papers.prepare(number, order.terms, parties, demo=demo)
    with unit() as u:
        request = actions.locked(u, number)
        if (request.firm_id, request.designated) != (parties.firm.id, parties.designated):
            raise WrongOrder([Problem("business_number", "other_firm")])
        actions.correct(u, number, order.terms, prepared, OPERATOR)
    return number


def recall(number: str, reason: str) -> str:
    """Take a request back with a reason. Returns the number; raises WrongOrder or Refused."""
    least, most = REASON
    if not least <= len(reason.strip()) <= most or not reason.isprintable():
        raise WrongOrder([Problem("reason", "reason", {"least": least, "most": most})])
    with unit() as u:
        actions.recall(u, number, reason, OPERATOR)
    return number


def checked(order: Order) -> tuple[Parties, Order]:
    """The order's parties as the register has them today, and the order with its applicant.

    Raises WrongOrder with what the register lacks or the paper cannot show.
    """
    with reading() as session:
        return checked_in(session, order)


def checked_in(session: Session, order: Order) -> tuple[Parties, Order]:
    """The same for one of many orders, all of them read in one session."""
    parties = find_parties(session, order)
    applicant = ", ".join(each.name for each in parties.signatories.guarantee)
    terms = replace(order.terms, applicant=applicant)
    problems = papers.unprintable(terms, parties)
    if problems:
        raise WrongOrder(problems)
    return parties, replace(order, terms=terms)


def place_of(parties: Parties) -> Place:
    """Where a request of these parties belongs."""
    return Place(parties.institution.id, parties.branch.id, parties.firm.id, parties.designated)


def sent_to(parties: Parties, prepared: list[Prepared]) -> list[Sent]:
    """Each paper with those who must sign it."""
    asked = (parties.signatories.guarantee, parties.signatories.pledge)
    return [
        Sent(paper, [(each.person_id, each.name, each.role) for each in signatories])
        for paper, signatories in zip(prepared, asked, strict=False)
    ]
