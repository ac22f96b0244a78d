"""Reading requests as staff see them: their institution's alone; an officer, their branch's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.agreements import rules
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
    ALL: (),
    WAITING: tuple(rules.OPEN_STATES),
    DONE: (rules.COMPLETED,),
    OVER: (rules.DECLINED, rules.EXPIRED, rules.RECALLED),
}


@dataclass(frozen=True)
class Reach:
    """Whose requests somebody may see: an institution's, or one branch's of it."""

    institution_id: str
    branch_id: str | None

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition every query of the desk begins with."""
        inside = AgreementRequest.institution_id == self.institution_id
        if self.branch_id is None:
            return inside
        return and_(inside, AgreementRequest.branch_id == self.branch_id)


@dataclass(frozen=True)
class Person:
    """Somebody who must sign, and when they did."""

    name: str
    role: str
    signed_at: datetime | None


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
    def paper(self) -> Paper:
        """The document everybody waits for; the last one when all are done."""
        waiting = [paper for paper in self.papers if paper.signed < len(paper.people)]
        return (waiting or self.papers[-1:])[0]


def lines(session: Session, reach: Reach, tab: str, search: str, before: str) -> list[Line]:
    """A page of requests, the newest first; `before`: the id the page before it ended with."""
    query = _wanted(reach, tab, search).order_by(AgreementRequest.id.desc()).limit(PAGE)
    if before:
        query = query.where(AgreementRequest.id < before)
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
    return next(line for line in lines(session, reach, ALL, number, "")), found


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
    return {tab: _count(session, reach, tab) for tab in TABS}


def _count(session: Session, reach: Reach, tab: str) -> int:
    some = select(AgreementRequest.id).where(reach.rows, *_of_tab(tab)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _wanted(reach: Reach, tab: str, search: str) -> Select[AgreementRequest, Firm, Branch]:
    query = (
        select(AgreementRequest, Firm, Branch)
        .join(Firm, Firm.id == AgreementRequest.firm_id)
        .join(Branch, Branch.id == AgreementRequest.branch_id)
        .where(reach.rows, *_of_tab(tab))
    )
    return query.where(_found(search)) if search else query


def _of_tab(tab: str) -> list[ColumnElement[bool]]:
    states = TABS[tab]
    return [AgreementRequest.state.in_(states)] if states else []


def _found(search: str) -> ColumnElement[bool]:
    """Number (or its end), business number, or the beginning of the firm's name."""
    digits = "".join(letter for letter in search if letter.isdigit())
    number = AgreementRequest.number == search.upper()
    if len(digits) == 10:
        return or_(number, Firm.business_number == digits)
    return or_(number, Firm.name.startswith(search, autoescape=True))


def _papers(session: Session, owners: Iterable[str]) -> dict[str, list[Paper]]:
    rows = session.execute(
        select(Document, Signer, Signature.at)
        .join(Signer, Signer.document_id == Document.id)
        .outerjoin(
            Signature,
            and_(Signature.signer_id == Signer.id, Signature.document_version == Document.version),
        )
        .where(Document.owner.in_(list(owners)))
        .order_by(Document.owner, Document.position, Signer.position)
    ).all()
    found: dict[str, list[Paper]] = {}
    for document, asked in groupby(rows, key=lambda row: row[0]):
        people = [Person(signer.name, signer.role, at) for _, signer, at in asked]
        paper = Paper(document.number, document.template_id, document.state, people)
        found.setdefault(document.owner, []).append(paper)
    return found
