"""Finding requests at the desk: whose one may see, by state, number, firm; a page in few reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, func, select, union_all
from sqlalchemy.orm import Session, aliased

from app.agreements.models import AgreementRequest
from app.parties.queries import firm_by_business_number, firms_named

FIRMS = 100
"""Of more firms whose names begin alike, the first so many are looked through."""


@dataclass(frozen=True)
class Reach:
    """Whose requests somebody may see: an institution's, or one branch's of it."""

    institution_id: str
    branch_id: str | None

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition every query of the desk begins with."""
        return self.of(AgreementRequest)

    def of(self, request: type[AgreementRequest]) -> ColumnElement[bool]:
        """The same for requests under another name."""
        inside = request.institution_id == self.institution_id
        if self.branch_id is None:
            return inside
        return and_(inside, request.branch_id == self.branch_id)


def ids(
    session: Session, reach: Reach, states: Iterable[str], search: str, before: str, most: int
) -> Sequence[str]:
    """Requests in these states, the newest first, from behind the id `before` on.

    search: a whole number of a request or of a firm, or how a firm's name begins.
    """
    wanted = [AgreementRequest.id < before] if before else []
    if not search:
        return _newest(session, [_of(reach, state, wanted, most) for state in states], most)
    by_number = select(AgreementRequest.id).where(
        reach.rows, AgreementRequest.number == search.upper()
    )
    if number := session.scalar(by_number):
        return [] if before else [number]
    theirs = _theirs(_firms(session, search))
    allowed = aliased(AgreementRequest, theirs)
    query = select(allowed.id).where(reach.of(allowed), allowed.state.in_(list(states)))
    if before:
        query = query.where(allowed.id < before)
    return session.scalars(query.order_by(allowed.id.desc()).limit(most)).all()


def count(session: Session, reach: Reach, states: Iterable[str], most: int) -> int:
    """How many requests there are in these states, counted no further than `most`."""
    some = _together([_of(reach, state, [], most) for state in states])
    return min(most, session.scalar(select(func.count()).select_from(some)) or 0)


def _theirs(firms: list[str]) -> CTE:
    """All requests of these firms, read by the firms' index before anything else is asked:
    databases that may choose look through the whole branch instead."""
    every = select(AgreementRequest).where(AgreementRequest.firm_id.in_(firms))
    return every.cte("theirs").prefix_with("MATERIALIZED")


def _of(reach: Reach, state: str, wanted: list[ColumnElement[bool]], most: int) -> Select[str]:
    """The newest of one state, read from the end of an index."""
    query = select(AgreementRequest.id).where(reach.rows, AgreementRequest.state == state, *wanted)
    return query.order_by(AgreementRequest.id.desc()).limit(most)


def _newest(session: Session, each: list[Select[str]], most: int) -> Sequence[str]:
    """The newest of all: of every state no more is read than could be among them."""
    all_ = _together(each)
    return session.scalars(select(all_.c.id).order_by(all_.c.id.desc()).limit(most)).all()


def _together(each: list[Select[str]]) -> Subquery:
    """All rows of several queries, each read no further than its own limit."""
    return union_all(*(select(one.subquery().c.id) for one in each)).subquery()


def _firms(session: Session, search: str) -> list[str]:
    digits = "".join(letter for letter in search if letter.isdigit())
    firm = firm_by_business_number(session, digits) if len(digits) == 10 else None
    return [firm.id] if firm else [each.id for each in firms_named(session, search, FIRMS)]
