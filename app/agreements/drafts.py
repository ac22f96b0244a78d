"""The verbs of a request that is being composed: kept as typed, handed in, returned, taken back.

Sending it, which renders papers, stands in `release`.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from app.agreements import rules
from app.agreements.models import AgreementDraft, AgreementRequest
from app.agreements.officers import Officer
from app.agreements.queries import owner_of
from app.core.errors import NotFound
from app.core.events import Event
from app.db.unit import Unit

OPEN = (rules.DRAFT, rules.RETURNED)


def keep(
    u: Unit,
    draft_id: str,
    officer: Officer,
    typed: Mapping[str, str],
    branch_id: str | None,
    correcting: str = "",
) -> AgreementDraft:
    """Keep what was typed; the first time makes the draft. One that is out is left as it is.

    Raises NotFound for somebody else's.
    """
    draft = _locked(u, draft_id)
    if draft is None:
        draft = AgreementDraft(
            id=draft_id,
            institution_id=officer.institution_id,
            composed_by=officer.account_id,
            correcting=correcting,
            state=rules.DRAFT,
            typed={},
            revision=0,
            created_at=u.now,
        )
        u.session.add(draft)
    if draft.composed_by != officer.account_id:
        raise NotFound()
    if draft.state in OPEN:
        draft.state = rules.move_draft(draft.state, "kept")
        if (draft.typed, draft.branch_id) != (
            dict(typed),
            branch_id,
        ):  # a double tap changes nothing
            draft.typed, draft.branch_id = dict(typed), branch_id
            draft.revision += 1
        draft.updated_at = u.now
    u.session.flush()
    return draft


def drop(u: Unit, draft_id: str, officer: Officer) -> None:
    """Throw a draft away; one that is out already stays."""
    draft = _locked(u, draft_id)
    if draft and draft.composed_by == officer.account_id and draft.state in OPEN:
        u.session.delete(draft)
        u.session.flush()


def hand_back(u: Unit, draft_id: str, officer: Officer, reason: str) -> AgreementDraft:
    """The second person returns it with a reason; done twice is done once."""
    draft = within(u, draft_id, officer)
    if draft.state != rules.RETURNED:
        draft.state = rules.move_draft(draft.state, "returned")
        draft.reason, draft.updated_at = reason, u.now
        tell(u, draft, "returned", officer)
    return draft


def take_back(u: Unit, draft_id: str, officer: Officer) -> AgreementDraft:
    """Its composer takes it back to change it, while nobody has released it."""
    draft = own(u, draft_id, officer)
    if draft.state != rules.DRAFT:
        draft.state = rules.move_draft(draft.state, "taken back")
        draft.updated_at = u.now
        tell(u, draft, "withdrawn", officer)
    return draft


def own(u: Unit, draft_id: str, officer: Officer) -> AgreementDraft:
    """The officer's own draft, locked; raises NotFound."""
    draft = _locked(u, draft_id)
    if draft is None or draft.composed_by != officer.account_id:
        raise NotFound()
    return draft


def within(u: Unit, draft_id: str, officer: Officer) -> AgreementDraft:
    """A draft handed in at the officer's institution (and branch), locked; raises NotFound."""
    draft = _locked(u, draft_id)
    if draft is None or not in_reach(draft, officer) or draft.state == rules.DRAFT:
        raise NotFound()
    return draft


def in_reach(draft: AgreementDraft, officer: Officer) -> bool:
    """Whether it belongs to the officer's institution, and to the branch of one who has a branch"""
    inside = draft.institution_id == officer.institution_id
    return inside and officer.branch_id in (None, draft.branch_id)


def forget(u: Unit, before: datetime) -> None:
    """Throw away what nobody has touched since; what waits for a second person stays."""
    old = AgreementDraft.updated_at < before
    u.session.execute(delete(AgreementDraft).where(old, AgreementDraft.state != rules.WAITING))


def tell(u: Unit, draft: AgreementDraft, what: str, officer: Officer, **facts: object) -> None:
    """Record in the chain of the request it is to become."""
    about = {"number": draft.number, **facts}
    subject = owner_of(draft.request_id)
    u.emit(Event(f"agreements:request:{what}", subject, draft.institution_id, officer.actor, about))


def name(u: Unit, draft: AgreementDraft, number: str, request_id: str) -> None:
    """Give it the number and the id its request will have; both are taken once."""
    draft.number, draft.request_id = number, request_id
    u.session.flush()


def request_of(u: Unit, number: str) -> AgreementRequest:
    """The request a draft corrects."""
    return u.session.scalars(select(AgreementRequest).filter_by(number=number)).one()


def _locked(u: Unit, draft_id: str) -> AgreementDraft | None:
    return u.session.get(AgreementDraft, draft_id, with_for_update=True)
