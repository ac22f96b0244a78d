"""How a branch's requests went: sent, concluded, how long it took, where people stopped."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements.desk.finding import Reach, ids
from app.agreements.journey import JOURNEY
from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of, visit
from app.core import clock
from app.db.types import first_id
from app.signing.models import Document, Signature, Signer

NEWEST = 5_000
"""Of so many concluded requests the median is taken."""
LOOKED_AT = 200
"""Of so many requests that were not concluded it is asked where each signer stands."""

WAITING, DONE, DECLINED, EXPIRED, RECALLED = "waiting", "done", "declined", "expired", "recalled"
OUTCOMES = {
    rules.COMPLETED: DONE,
    rules.REQUESTED: WAITING,
    rules.IN_SIGNING: WAITING,
    rules.DECLINED: DECLINED,
    rules.EXPIRED: EXPIRED,
    rules.RECALLED: RECALLED,
}


@dataclass(frozen=True)
class Tally:
    """outcomes: how many requests ended how. typical: from the request to the last signature, in
    the middle of the newest concluded. stopped: step -> signers who have gone no further, of the
    `looked_at` newest requests that were not concluded.
    """

    since: datetime
    outcomes: dict[str, int]
    typical: timedelta | None
    stopped: dict[str, int]
    looked_at: int

    @property
    def sent(self) -> int:
        """How many requests there were."""
        return sum(self.outcomes.values())

    @property
    def concluded_percent(self) -> int:
        """Of those that are over, how many in a hundred were concluded, rounded down."""
        over = self.sent - self.outcomes[WAITING]
        return self.outcomes[DONE] * 100 // over if over else 0


def tally(session: Session, reach: Reach, days: int) -> Tally:
    """The requests of the last so many days."""
    since = clock.now() - timedelta(days=days)
    unfinished = _unfinished(session, reach, since)
    return Tally(
        since=since,
        outcomes=_outcomes(session, reach, since),
        typical=_typical(session, reach, since),
        stopped=_stopped(session, unfinished),
        looked_at=len(unfinished),
    )


def _outcomes(session: Session, reach: Reach, since: datetime) -> dict[str, int]:
    found = Counter(dict.fromkeys(OUTCOMES.values(), 0))
    for state in rules.STATES:
        query = select(func.count(AgreementRequest.id)).where(
            reach.rows, AgreementRequest.state == state, AgreementRequest.id >= first_id(since)
        )
        found[OUTCOMES[state]] += session.scalar(query) or 0
    return dict(found)


def _typical(session: Session, reach: Reach, since: datetime) -> timedelta | None:
    query = (
        select(AgreementRequest.created_at, AgreementRequest.ended_at)
        .where(
            reach.rows,
            AgreementRequest.state == rules.COMPLETED,
            AgreementRequest.id >= first_id(since),
        )
        .order_by(AgreementRequest.id.desc())
        .limit(NEWEST)
    )
    took = [(end - start).total_seconds() for start, end in session.execute(query) if end]
    return timedelta(seconds=median(took)) if took else None


def _unfinished(session: Session, reach: Reach, since: datetime) -> list[AgreementRequest]:
    """The newest that were not concluded."""
    states = [state for state in rules.STATES if state != rules.COMPLETED]
    newest = ids(session, reach, states, "", "", LOOKED_AT)
    lately = [id_ for id_ in newest if id_ >= first_id(since)]
    query = select(AgreementRequest).where(AgreementRequest.id.in_(lately))
    return list(session.scalars(query.order_by(AgreementRequest.id.desc())))


def _stopped(session: Session, unfinished: list[AgreementRequest]) -> dict[str, int]:
    """Step -> how many stand there, in the journey's order: the list that leads people asks."""
    stand: Counter[str] = Counter()
    numbers = {owner_of(request.id): request.number for request in unfinished}
    query = (
        select(Document.owner, Signer.person_id)
        .join(Signer, Signer.document_id == Document.id)
        .outerjoin(Signature, Signature.signer_id == Signer.id)
        .where(Document.owner.in_(list(numbers)), Signature.id.is_(None))
        .distinct()
    )
    for owner, person_id in session.execute(query):
        there = visit(session, numbers[owner], person_id)
        if there:
            stand[JOURNEY.frontier(there).key] += 1
    return {step.key: stand[step.key] for step in JOURNEY.steps if stand[step.key]}
