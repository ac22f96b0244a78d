"""Reading requests as staff see them: their institution's alone; an officer, their branch's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements.desk import finding
from app.agreements.desk.finding import Reach
from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of
from app.core import clock
from app.parties.models import Branch, Firm
from app.signing.models import Document, Signature, Signer

PAGE = 20
COUNTED = 1000
"""Tabs count no further than this, so that they stay quick however many there are."""

ALL, WAITING, DONE, OVER = "all", "waiting", "done", "over"
TABS = {
    ALL: tuple(rules.STATES),
    WAITING: tuple(rules.OPEN_STATES),
    DONE: (rules.COMPLETED,),
    OVER: (rules.DECLINED, rules.EXPIRED, rules.RECALLED),
}


@dataclass(frozen=True)
class Person:
    """Somebody who must sign, when they did and how: `ink`, `name`, or None."""

    name: str
    role: str
    signed_at: datetime | None
    person_id: str = ""
    method: str | None = None


@dataclass(frozen=True)
class Paper:
    """One document of a request: its state, and who must sign it."""

    number: str
    title_key: str
    state: str
    people: list[Person]

    @property
    def signed(self) -> int:
        """How many have."""
        return sum(1 for person in self.people if person.signed_at)


@dataclass(frozen=True)
class Line:
    """One request in the list."""

    id: str
    number: str
    firm: str
    business_number: str
    branch: str
    amount: int
    purpose: str
    deadline: datetime
    state: str
    papers: list[Paper]

    @property
    def open(self) -> bool:
        """Whether it can still be signed."""
        return self.state in rules.OPEN_STATES

    @property
    def awaited(self) -> list[str]:
        """Who is being waited for now: the names of those who have yet to sign the open paper."""
        people = self.paper.people if self.open else []
        return [person.name for person in people if not person.signed_at]

    @property
    def paper(self) -> Paper:
        """The document everybody waits for; the last one when all are done."""
        waiting = [paper for paper in self.papers if paper.signed < len(paper.people)]
        return (waiting or self.papers[-1:])[0]


def lines(session: Session, reach: Reach, tab: str, search: str, before: str) -> list[Line]:
    """A page of requests, the newest first; `before`: the id the page before it ended with."""
    ids = finding.ids(session, reach, TABS[tab], search.strip(), before, PAGE)
    return lines_of(session, ids)


def lines_of(session: Session, ids: Sequence[str]) -> list[Line]:
    """These requests, the newest first; the caller has made sure that they may be seen."""
    query = (
        select(AgreementRequest, Firm, Branch)
        .join(Firm, Firm.id == AgreementRequest.firm_id)
        .join(Branch, Branch.id == AgreementRequest.branch_id)
        .where(AgreementRequest.id.in_(ids))
        .order_by(AgreementRequest.id.desc())
    )
    rows = session.execute(query).all()
    papers = _papers(session, [owner_of(row[0].id) for row in rows])
    now = clock.now()
    return [
        Line(
            id=request.id,
            number=request.number,
            firm=firm.name,
            business_number=firm.business_number,
            branch=branch.name,
            amount=request.amount,
            purpose=request.purpose,
            deadline=request.deadline,
            state=rules.state_at(request.state, request.deadline, now),
            papers=papers[owner_of(request.id)],
        )
        for request, firm, branch in rows
    ]


def one(session: Session, reach: Reach, number: str) -> tuple[Line, AgreementRequest] | None:
    """One request by its number, or None where this member of staff has nothing of that number."""
    found = session.scalar(
        select(AgreementRequest).where(reach.rows, AgreementRequest.number == number)
    )
    if found is None:
        return None
    return lines_of(session, [found.id])[0], found


def people(session: Session, owner: str) -> dict[str, str]:
    """Person id -> name of everybody who must sign a document of this request."""
    query = (
        select(Signer.person_id, Signer.name)
        .join(Document, Document.id == Signer.document_id)
        .where(Document.owner == owner)
    )
    return {found.person_id: found.name for found in session.execute(query)}


def counts(session: Session, reach: Reach) -> dict[str, int]:
    """How many requests each tab holds, up to COUNTED."""
    return {tab: finding.count(session, reach, states, COUNTED) for tab, states in TABS.items()}


def _papers(session: Session, owners: Iterable[str]) -> dict[str, list[Paper]]:
    signed = and_(Signature.signer_id == Signer.id, Signature.document_version == Document.version)
    about = (Document.owner, Document.number, Document.template_id, Document.state)
    rows = session.execute(
        select(*about, Signer.name, Signer.role, Signature.at, Signer.person_id, Signature.method)
        .join(Signer, Signer.document_id == Document.id)
        .outerjoin(Signature, signed)
        .where(Document.owner.in_(list(owners)))
        .order_by(Document.owner, Document.position, Signer.position)
    ).all()
    found: dict[str, list[Paper]] = {}
    for (owner, number, title, state), asked in groupby(rows, key=lambda row: row[:4]):
        people = [Person(*row[4:]) for row in asked]
        found.setdefault(owner, []).append(Paper(number, title, state, people))
    return found
