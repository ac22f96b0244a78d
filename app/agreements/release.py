"""From a draft to a request that is out: handed in by one officer, above a limit released by
another.

The papers are rendered between two transactions, under a number taken once: pressed twice, by two
people or again after a failure, there is one request and one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.agreements import actions, drafts, papers, requests, rules
from app.agreements.forms import Problem, WrongOrder, check_order
from app.agreements.models import AgreementDraft
from app.agreements.officers import Officer, check_no_signer, check_second
from app.agreements.parties import Parties
from app.agreements.products import bounds_of, product_named
from app.agreements.register import fingerprint
from app.agreements.terms import Terms
from app.core.errors import NotFound, Refused
from app.db.types import new_id
from app.db.unit import Unit, reading, unit
from app.parties.policies import RELEASE_LIMIT, in_force
from app.signing.documents import Prepared


@dataclass(frozen=True)
class Checked:
    """A draft's fields found good: who is concerned, and on which terms."""

    parties: Parties
    terms: Terms
    register: str

    @property
    def signers(self) -> set[str]:
        """Whoever must sign any of the papers, by person id."""
        return {each.person_id for each in self.parties.signatories.everyone}


def check(institution_id: str, given: Mapping[str, Any]) -> Checked:
    """Check an order's fields against the institution's product and today's register.

    Raises WrongOrder with every problem.
    """
    with reading() as session:
        return check_in(session, institution_id, given)


def check_in(session: Session, institution_id: str, given: Mapping[str, Any]) -> Checked:
    """The same for one of many orders, all of them read in one session."""
    product = product_named(session, institution_id, str(given.get("product", "")))
    if product is None:
        raise WrongOrder([Problem("product", "product"), *_others(given)])
    parties, order = requests.checked_in(session, check_order(given, bounds_of(product)))
    return Checked(parties, order.terms, fingerprint(session, parties.firm.id))


def hand_in(draft_id: str, officer: Officer, checked: Checked, *, demo: bool) -> AgreementDraft:
    """Send the officer's draft, or above the limit let it wait for a second person.

    Refused OFFICER_SIGNS (409). A draft that is out already is left as it is.
    """
    check_no_signer(officer, checked.signers)
    with unit() as u:
        draft = drafts.own(u, draft_id, officer)
        if draft.state not in drafts.OPEN:
            return draft
        _named(u, draft)
        draft.register, revision = checked.register, draft.revision
        if checked.terms.amount > in_force(u.session, draft.institution_id, RELEASE_LIMIT):
            draft.state = rules.move_draft(draft.state, "handed in")
            draft.reason, draft.updated_at = None, u.now
            _composed(u, draft, officer, checked)
            drafts.tell(u, draft, "submitted", officer)
            return draft
    return _send(draft_id, officer, checked, revision, demo=demo)


def release(
    draft_id: str, officer: Officer, checked: Checked, revision: int, *, demo: bool
) -> AgreementDraft:
    """Send what another officer handed in, as it was seen (its revision).

    Refused SAME_EYES, OFFICER_SIGNS, DRAFT_CHANGED, REGISTER_CHANGED (409). Released by somebody
    else in the meantime it is left as it is.
    """
    with unit() as u:
        draft = drafts.within(u, draft_id, officer)
        if draft.state == rules.SENT:
            return draft
        check_second(u, officer, draft.composed_by)
        check_no_signer(officer, checked.signers)
        if draft.register != checked.register:
            raise Refused("REGISTER_CHANGED", 409)
    return _send(draft_id, officer, checked, revision, demo=demo)


def _send(
    draft_id: str, officer: Officer, checked: Checked, revision: int, *, demo: bool
) -> AgreementDraft:
    with reading() as session:
        number = session.get_one(AgreementDraft, draft_id).number
    prepared = papers.prepare(number, checked.terms, checked.parties, demo=demo)
    with unit() as u:
        draft = u.session.get(AgreementDraft, draft_id, with_for_update=True)
        if draft is None:
            raise NotFound()
        if draft.state == rules.SENT:
            return draft
        if draft.revision != revision:
            raise Refused("DRAFT_CHANGED", 409)
        first = draft.state in drafts.OPEN
        draft.state = rules.move_draft(draft.state, "sent" if first else "released")
        if first:
            _composed(u, draft, officer, checked)
        _out(u, draft, officer, checked, prepared)
        draft.updated_at, draft.typed = u.now, {}
        return draft


def _out(
    u: Unit, draft: AgreementDraft, officer: Officer, checked: Checked, prepared: list[Prepared]
) -> None:
    parties, terms = checked.parties, checked.terms
    if draft.correcting:
        request = actions.locked(u, draft.correcting)
        if (request.firm_id, request.designated) != (parties.firm.id, parties.designated):
            raise Refused("OTHER_FIRM", 409)
        actions.correct(u, draft.correcting, terms, prepared, officer.actor)
        return
    actions.release(
        u,
        requests.place_of(parties),
        terms,
        requests.sent_to(parties, prepared),
        officer.actor,
        request_id=draft.request_id,
        composed_by=draft.composed_by,
    )


def _named(u: Unit, draft: AgreementDraft) -> None:
    """A number and an id, taken once; a correction has those of its request."""
    if draft.number:
        return
    if draft.correcting:
        request = drafts.request_of(u, draft.correcting)
        drafts.name(u, draft, request.number, request.id)
    else:
        drafts.name(u, draft, actions.take_number(u), new_id())


def _composed(u: Unit, draft: AgreementDraft, officer: Officer, checked: Checked) -> None:
    """Record what the officer compared: the register entry, and the extract of which day."""
    facts = {"register": checked.register, "extract": draft.typed.get("extract", "")}
    drafts.tell(u, draft, "composed", officer, **facts)


def _others(given: Mapping[str, Any]) -> list[Problem]:
    """What else is wrong with fields whose product is unknown."""
    try:
        check_order({**given, "product": "-"})
    except WrongOrder as wrong:
        return wrong.problems
    return []
