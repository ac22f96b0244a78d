"""작성 중과 결재 대기: an officer's own drafts, and what waits for a second person."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.agreements import drafts as verbs
from app.agreements import rules
from app.agreements import typed as forms
from app.agreements.desk.officer import officer_here
from app.agreements.models import AgreementDraft
from app.agreements.officers import Officer
from app.core.errors import NotFound
from app.db.unit import reading
from app.parties.models import Person
from app.parties.queries import firm_by_business_number
from app.web.pages import render

MOST = 100
CHIPS = {rules.DRAFT: "draft", rules.WAITING: "held", rules.RETURNED: "returned"}


@dataclass(frozen=True)
class DraftLine:
    """One draft in the list."""

    id: str
    number: str
    firm: str
    amount: int | None
    state: str
    by: str
    mine: bool
    updated_at: datetime

    @property
    def chip(self) -> str:
        """Its state as a kind of chip."""
        return CHIPS[self.state]


def show() -> Response:
    """The list; what waits for the one who looks comes first."""
    who = officer_here()
    with reading() as session:
        found = lines(session, who)
    return render(
        "desk/drafts.html",
        officer=current_user,
        mine=[line for line in found if line.mine],
        others=[line for line in found if not line.mine],
    )


def visible(draft_id: str) -> AgreementDraft:
    """A draft the signed-in officer may see: their own, or one that was handed in; else 404."""
    who = officer_here()
    with reading() as session:
        draft = session.get(AgreementDraft, draft_id)
    if draft is None or draft.institution_id != who.institution_id:
        raise NotFound()
    handed_in = verbs.in_reach(draft, who) and draft.state in (rules.WAITING, rules.SENT)
    if draft.composed_by != who.account_id and not handed_in:
        raise NotFound()
    return draft


def lines(session: Session, officer: Officer) -> list[DraftLine]:
    """The officer's drafts and what others handed in, what was touched last first."""
    return _lines(session, officer, _of(officer))


def to_release(session: Session, officer: Officer) -> list[DraftLine]:
    """What others handed in and this officer may release, what was touched last first."""
    not_mine = AgreementDraft.composed_by != officer.account_id
    return _lines(session, officer, and_(not_mine, _of(officer)))


def _lines(session: Session, officer: Officer, which: ColumnElement[bool]) -> list[DraftLine]:
    query = (
        select(AgreementDraft, Person.name)
        .join(Account, Account.id == AgreementDraft.composed_by)
        .join(Person, Person.id == Account.person_id)
        .where(which)
        .order_by(AgreementDraft.updated_at.desc(), AgreementDraft.id)
        .limit(MOST)
    )
    return [_line(session, draft, by, officer) for draft, by in session.execute(query)]


def count(session: Session, officer: Officer) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count(AgreementDraft.id)).where(_of(officer))) or 0


def _of(officer: Officer) -> ColumnElement[bool]:
    mine = and_(
        AgreementDraft.composed_by == officer.account_id, AgreementDraft.state != rules.SENT
    )
    others = AgreementDraft.state == rules.WAITING
    if officer.branch_id:
        others = and_(others, AgreementDraft.branch_id == officer.branch_id)
    inside = AgreementDraft.institution_id == officer.institution_id
    return and_(inside, or_(mine, others))


def _line(session: Session, draft: AgreementDraft, by: str, officer: Officer) -> DraftLine:
    number = forms.business_number(draft.typed)
    firm = firm_by_business_number(session, number) if number else None
    return DraftLine(
        id=draft.id,
        number=draft.number or draft.correcting,
        firm=firm.name if firm else "",
        amount=forms.amount(draft.typed),
        state=draft.state,
        by=by,
        mine=draft.composed_by == officer.account_id,
        updated_at=draft.updated_at,
    )
