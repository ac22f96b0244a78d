"""Lists of requests as the desk shows them: how many lines stand how, which lines, whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.agreements import rules
from app.agreements.columns import COLUMNS, head_of
from app.agreements.forms import Problem
from app.agreements.models import (
    AgreementBatch,
    AgreementBatchRow,
    AgreementDraft,
    AgreementRequest,
)
from app.agreements.officers import Officer
from app.agreements.typed import CONTROLS
from app.core import clock
from app.parties.models import Firm, Person
from app.parties.queries import representatives_of

PAGE = 50
NEWEST = 20

WITHDRAWN = "WITHDRAWN"
"""A line that waited for a second person and was returned or taken back."""
BADLY = (rules.WRONG, rules.FAILED)

CHIPS = {
    rules.WRONG: "returned",
    rules.FAILED: "returned",
    rules.GOOD: "done",
    rules.QUEUED: "waiting",
    rules.SENT: "done",
    rules.WAITING: "held",
    WITHDRAWN: "returned",
}


@dataclass(frozen=True)
class BatchLine:
    """One line of the file: whose request, for how much, how it stands and why."""

    id: str
    line: int
    firm: str
    business_number: str
    amount: int | None
    signers: str
    people: Sequence[str]
    state: str
    reasons: Sequence[str]
    number: str
    typed: dict[str, str]

    @property
    def chip(self) -> str:
        """Its state as a kind of chip."""
        return CHIPS[self.state]


@dataclass(frozen=True)
class BatchView:
    """A list: its file, who brought it when, and how many of its lines stand how."""

    id: str
    name: str
    by: str
    ignored: str
    looked: int
    looked_at: datetime
    confirmed_at: datetime | None
    counts: dict[str, int]

    @property
    def lines(self) -> int:
        """All lines of the file."""
        return sum(self.counts.values())

    @property
    def wrong(self) -> int:
        """Lines of which nothing was, or will be, made."""
        return sum(self.counts.get(state, 0) for state in BADLY)

    @property
    def good(self) -> int:
        """Lines of which a request can be made."""
        return self.counts.get(rules.GOOD, 0)

    @property
    def made(self) -> int:
        """Confirmed lines that are done with."""
        return sum(self.counts.get(state, 0) for state in rules.MADE)

    @property
    def asked(self) -> int:
        """Lines that were confirmed."""
        return self.made + self.counts.get(rules.QUEUED, 0)

    @property
    def running(self) -> bool:
        """Whether the worker still has some to do."""
        return self.counts.get(rules.QUEUED, 0) > 0

    def count(self, state: str) -> int:
        """How many lines stand so."""
        return self.counts.get(state, 0)


def newest(session: Session, officer: Officer) -> list[BatchView]:
    """The lists somebody may see, the newest first."""
    mine = AgreementBatch.institution_id == officer.institution_id
    query = select(AgreementBatch).where(mine)
    if officer.branch_id:
        query = query.where(AgreementBatch.branch_id == officer.branch_id)
    query = query.order_by(AgreementBatch.looked_at.desc(), AgreementBatch.id.desc())
    return [view_of(session, batch) for batch in session.scalars(query.limit(NEWEST))]


def view_of(session: Session, batch: AgreementBatch) -> BatchView:
    """One list."""
    row = AgreementBatchRow
    counted = select(row.state, func.count()).where(row.batch_id == batch.id).group_by(row.state)
    counts = {each[0]: each[1] for each in session.execute(counted)}
    if rules.WAITING in counts and (released := _released(session, batch.id)):
        counts[rules.WAITING] -= released
        counts[rules.SENT] = counts.get(rules.SENT, 0) + released
    name = select(Person.name).join(Account, Account.person_id == Person.id)
    return BatchView(
        id=batch.id,
        name=batch.name,
        by=session.scalar(name.where(Account.id == batch.composed_by)) or "",
        ignored=batch.ignored,
        looked=batch.looked,
        looked_at=batch.looked_at,
        confirmed_at=batch.confirmed_at,
        counts=counts,
    )


def _released(session: Session, batch_id: str) -> int:
    """How many lines that waited for a second person have been released since."""
    row = AgreementBatchRow
    out = select(AgreementRequest.number).where(AgreementRequest.number == row.number).exists()
    waited = row.batch_id == batch_id, row.state == rules.WAITING, out
    return session.scalar(select(func.count()).select_from(row).where(*waited)) or 0


def above(session: Session, batch_id: str, limit: int) -> int:
    """How many of its good lines a second person must release."""
    row = AgreementBatchRow
    wanted = row.batch_id == batch_id, row.state == rules.GOOD, row.amount > limit
    return session.scalar(select(func.count()).select_from(row).where(*wanted)) or 0


def lines_of(session: Session, batch_id: str, page: int = 0) -> list[BatchLine]:
    """A page of its lines, those with something wrong first; all of them for page 0."""
    row, request = AgreementBatchRow, AgreementRequest
    query = (
        select(row, Firm.name, request.id, AgreementDraft.state)
        .outerjoin(Firm, Firm.id == row.firm_id)
        .outerjoin(request, request.number == row.number)
        .outerjoin(AgreementDraft, AgreementDraft.id == row.id)
        .where(row.batch_id == batch_id)
        .order_by(case((row.state.in_(BADLY), 0), else_=1), row.line)
    )
    if page:
        query = query.limit(PAGE).offset((page - 1) * PAGE)
    rows = session.execute(query).all()
    people = representatives_of(session, {each[0].firm_id or "" for each in rows}, clock.today())
    return [
        BatchLine(
            id=each.id,
            line=each.line,
            firm=firm or "",
            business_number=each.business_number,
            amount=each.amount,
            signers=", ".join(one.name for one in people.get(each.firm_id or "", [])),
            people=[one.person_id for one in people.get(each.firm_id or "", [])],
            state=_state(each.state, request_id, draft),
            reasons=[_reason(*problem) for problem in each.problems],
            number=each.number,
            typed=each.typed,
        )
        for each, firm, request_id, draft in rows
    ]


def _state(state: str, request_id: str | None, draft: str | None) -> str:
    """How a line stands today: what waited may have been released, or taken back."""
    if state != rules.WAITING:
        return state
    if request_id:
        return rules.SENT
    return rules.WAITING if draft == rules.WAITING else WITHDRAWN


def _reason(field: str, code: str, params: dict[str, object]) -> str:
    """A problem in the words of the compose form, behind the head of its column."""
    sentence = Problem(field, code, params).sentence
    column = CONTROLS.get(field, field)
    head = head_of(column) if column in COLUMNS else ""
    return sentence if sentence.startswith(head) else f"{head}: {sentence}"
