"""Erasure on request: one prepares, another erases; what must stay is named, a receipt remains.

The audit chains stay whole: what they hold of the person is ciphertext under a key that is
destroyed. Papers within their retention keep the names that stand on them.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.rules import SIGNER
from app.agreements.models import AgreementRequest
from app.agreements.rules import COMPLETED, OPEN_STATES, state_at
from app.audit.actions import forget_person
from app.core import clock
from app.core.errors import Refused
from app.core.events import Actor
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.models import OutboxRow
from app.delivery.rules import Lane
from app.identity.models import Challenge
from app.joining.models import Invitation, Joining, NumberChange
from app.parties.models import Firm, Institution, NumberOfRecord, Person, Representation
from app.parties.queries import mail_of
from app.privacy import rules
from app.privacy.asking import institutions_of, take, tell
from app.privacy.cascade import destroy, destroy_below
from app.privacy.destroying import destroy_requests, note
from app.privacy.holds import PERSON, REQUEST, held
from app.privacy.models import RightsRequest
from app.signing.models import Document, Signer

NOBODY = "-"
"""What stands where a name was."""


@dataclass(frozen=True)
class Plan:
    """What an erasure would do: what stands against it, what goes, what must stay and why."""

    blocked: tuple[str, ...]
    going: tuple[str, ...]
    kept: tuple[str, ...]
    whole: bool

    @property
    def erases(self) -> dict[str, int]:
        """How many requests go and stay, as the receipt says it."""
        return {"requests": len(self.going), "kept": len(self.kept)}


def plan(session: Session, institution_id: str, person_id: str) -> Plan:
    """Look at what the person has with the institution.

    blocked: `open` (an agreement under way), `held`. going, kept: ids of requests; whole: whether
    the person deals with no other institution, so that name, mail and sign-in go too.
    """
    requests = _requests(session, institution_id, person_id)
    now = clock.now()
    open_ = [r for r in requests if state_at(r.state, r.deadline, now) in OPEN_STATES]
    on_hold = held(session, REQUEST) & {r.id for r in requests}
    is_held = bool(on_hold) or person_id in held(session, PERSON)
    kept = tuple(r.id for r in requests if r.state == COMPLETED)
    return Plan(
        blocked=(*(("open",) if open_ else ()), *(("held",) if is_held else ())),
        going=tuple(r.id for r in requests if r.state != COMPLETED),
        kept=kept,
        whole={each.id for each in institutions_of(session, person_id)} <= {institution_id},
    )


def prepare(u: Unit, institution_id: str, number: str, by: Actor) -> None:
    """The first of two says that it may be done. Raises as `erase` does."""
    request = take(u, institution_id, number)
    request.state = rules.move(request.kind, request.state, "prepared")
    _check_free(plan(u.session, institution_id, request.person_id))
    request.prepared_by, request.prepared_at = by.id, u.now
    tell(u, request, "prepared", by)


def erase(u: Unit, institution_id: str, number: str, by: Actor) -> None:
    """The second of two erases; the person is told to the address they had.

    Raises NotFound, Refused RIGHTS_STATE, ERASURE_OPEN, ERASURE_HELD (409), ERASURE_ALONE (403).
    """
    request = take(u, institution_id, number)
    request.state = rules.move(request.kind, request.state, "done")
    if by.id == request.prepared_by:
        raise Refused("ERASURE_ALONE", 403)
    planned = plan(u.session, institution_id, request.person_id)
    _check_free(planned)
    address = mail_of(u.session, request.person_id)
    outcome = {**planned.erases, "whole": planned.whole}
    _finish(u, request, by, outcome)
    destroy_requests(u, planned.going)
    _forget_here(u, institution_id, request.person_id)
    if planned.whole:
        _forget_person(u, request.person_id)
    note(u, institution_id, "erasure", 1, u.now, by, request.number)
    if address:
        _send_receipt(u, request, address)


def _requests(session: Session, institution_id: str, person_id: str) -> list[AgreementRequest]:
    owners = (
        select(Document.owner)
        .join(Signer, Signer.document_id == Document.id)
        .where(Signer.person_id == person_id)
    )
    query = select(AgreementRequest).where(
        AgreementRequest.institution_id == institution_id,
        ("agreement:" + AgreementRequest.id).in_(owners),
    )
    return list(session.scalars(query.order_by(AgreementRequest.id)))


def _check_free(planned: Plan) -> None:
    for why in planned.blocked:
        raise Refused(f"ERASURE_{why.upper()}", 409)


def _finish(u: Unit, request: RightsRequest, by: Actor, outcome: dict[str, Any]) -> None:
    request.decided_by, request.decided_at, request.outcome = by.id, u.now, outcome
    request.words = request.answer = ""
    receipt = {
        "number": request.number,
        "at": u.now.isoformat(),
        "prepared_by": request.prepared_by,
        "erased_by": by.id,
        **outcome,
    }
    request.digest = rules.receipt_digest(receipt)
    tell(u, request, "erased", by, digest=request.digest, **outcome)


def _forget_here(u: Unit, institution_id: str, person_id: str) -> None:
    """The numbers of record, and what still waits to be sent to them."""
    numbers = select(NumberOfRecord.id).filter_by(
        institution_id=institution_id, person_id=person_id
    )
    destroy(u.session, NumberOfRecord.__table__, list(u.session.scalars(numbers)))  # type: ignore[arg-type]
    here = {"institution_id": institution_id, "person_id": person_id}
    for table in (NumberChange, Invitation):
        u.session.execute(delete(table).filter_by(**here))
    named = OutboxRow.dedup_key.contains(person_id, autoescape=True)
    waiting = select(OutboxRow).where(named, OutboxRow.state.in_(("ready", "parked")))
    for row in u.session.scalars(waiting):
        messages.given_up(u, row.dedup_key)
        u.session.delete(row)


def _forget_person(u: Unit, person_id: str) -> None:
    """Name, mail, roles, sign-in, what was asked, and the key of their part of the chains."""
    person = u.session.get_one(Person, person_id, with_for_update=True)
    person.name, person.mail, person.rrn, person.rrn_hash = NOBODY, None, None, None
    _forget_firms(u, person_id)
    u.session.execute(delete(Joining).where(Joining.person_id == person_id))
    u.session.execute(delete(Challenge).where(Challenge.person_id == person_id))
    own = select(Account).filter_by(person_id=person_id, kind=SIGNER)
    for account in u.session.scalars(own):
        destroy_below(u.session, Account.__table__, [account.id])  # type: ignore[arg-type]
        account.login_id, account.password_hash = f"erased-{secrets.token_hex(16)}", "!"
        account.disabled_at = u.now
    for asked in u.session.scalars(select(RightsRequest).filter_by(person_id=person_id)):
        asked.words = asked.answer = ""
    u.session.flush()
    forget_person(u, person_id)


def _forget_firms(u: Unit, person_id: str) -> None:
    """The person's roles; of a sole proprietor's firm without papers, its name and number too."""
    query = (
        select(Firm)
        .join(Representation, Representation.firm_id == Firm.id)
        .where(Representation.person_id == person_id, Firm.kind == "SOLE")
    )
    firms = list(u.session.scalars(query))
    u.session.execute(delete(Representation).where(Representation.person_id == person_id))
    for firm in firms:
        of_firm = select(func.count()).select_from(AgreementRequest).filter_by(firm_id=firm.id)
        if not u.session.scalar(of_firm):
            firm.name, firm.business_number = NOBODY, secrets.token_hex(5)


def _send_receipt(u: Unit, request: RightsRequest, address: str) -> None:
    place = u.session.get_one(Institution, request.institution_id)
    words = {
        "institution": place.name,
        "number": request.number,
        "when": f"{clock.kst(u.now):%Y.%m.%d %H:%M}",
        "erased": request.outcome["requests"],
        "kept": request.outcome["kept"],
        "digest": request.digest,
    }
    about = {"subject": f"rights:{request.id}", "institution_id": request.institution_id}
    key = f"rights:{request.id}:erased"
    messages.send_mail(u, address, "delivery.rights_erased", words, key, Lane.ANSWERS, **about)
