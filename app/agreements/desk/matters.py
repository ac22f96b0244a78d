"""What went wrong or soon will, among the requests somebody may see; nothing of it is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from app.agreements import rules
from app.agreements.desk.finding import Reach
from app.agreements.desk.queries import Line, lines_of
from app.agreements.models import AgreementRequest
from app.audit.models import AuditEntry
from app.core import clock
from app.delivery.models import Message
from app.signing.waiting import unsealed

UNDELIVERED, OUTDATED, UNSEALED, ENDING = "undelivered", "outdated", "unsealed", "ending"
KINDS = (UNDELIVERED, OUTDATED, UNSEALED, ENDING)

LATELY = timedelta(days=14)
"""How long a message that did not arrive is worth a call."""
SOON = timedelta(days=3)
"""How near a deadline is that somebody should call the signer."""
SHOWN = 50
"""Of each kind, the oldest so many."""

LOST = ("failed", "unknown")
ARRIVED = ("sent", "delivered", "answered", "read")


@dataclass(frozen=True)
class Matter:
    """One thing to look after: which request, since when, and what there is to say of it.

    detail: channel and number of a message, a name of a problem; may be empty.
    """

    kind: str
    line: Line
    since: datetime
    detail: str = ""


def matters(session: Session, reach: Reach) -> dict[str, list[Matter]]:
    """By kind, what of the reach needs somebody; kinds without anything are left out."""
    found = {
        UNDELIVERED: _undelivered(session, reach),
        OUTDATED: _outdated(session, reach),
        UNSEALED: _unsealed(session, reach),
        ENDING: _ending(session, reach),
    }
    return {kind: list(_matters(session, kind, rows)) for kind, rows in found.items() if rows}


Row = tuple[str, datetime, str]
"""A request's id, since when, and the detail."""


def _matters(session: Session, kind: str, rows: Sequence[Row]) -> Iterator[Matter]:
    lines = {line.id: line for line in lines_of(session, [id_ for id_, _, _ in rows])}
    return (Matter(kind, lines[id_], since, detail) for id_, since, detail in rows)


def _undelivered(session: Session, reach: Reach) -> list[Row]:
    """Messages that did not arrive, unless a later one did that went the same way."""
    later = aliased(Message)
    arrived = exists().where(
        later.subject == Message.subject,
        later.channel == Message.channel,
        later.to_masked == Message.to_masked,
        later.state.in_(ARRIVED),
        later.created_at > Message.created_at,
    )
    query = (
        select(AgreementRequest.id, Message.at, Message.channel, Message.to_masked)
        .join(AgreementRequest, Message.subject == "agreement:" + AgreementRequest.id)
        .where(
            Message.institution_id == reach.institution_id,
            Message.state.in_(LOST),
            Message.created_at > clock.now() - LATELY,
            reach.rows,
            ~arrived,
        )
        .order_by(Message.at)
    )
    first: dict[tuple[str, str], datetime] = {}
    for id_, at, channel, to in session.execute(query.limit(SHOWN)):
        first.setdefault((id_, f"{channel}|{to}"), at)
    return [(id_, at, way) for (id_, way), at in first.items()]


def _outdated(session: Session, reach: Reach) -> list[Row]:
    """Requests on which nobody can go on because the register names others now."""
    corrected = aliased(AuditEntry)
    since = exists().where(
        corrected.subject == AuditEntry.subject,
        corrected.action == "agreements:request:corrected",
        corrected.seq > AuditEntry.seq,
    )
    query = (
        select(AgreementRequest.id, AuditEntry.at)
        .join(AgreementRequest, AuditEntry.subject == "agreement:" + AgreementRequest.id)
        .where(AuditEntry.action == "agreements:request:outdated", reach.rows, _open(), ~since)
        .order_by(AuditEntry.at)
    )
    first: dict[str, datetime] = {}
    for id_, at in session.execute(query.limit(SHOWN)):
        first.setdefault(id_, at)
    return [(id_, at, "") for id_, at in first.items()]


def _unsealed(session: Session, reach: Reach) -> list[Row]:
    """Concluded papers that wait for their seal and time."""
    ours = (each for each in unsealed(session) if each.institution_id == reach.institution_id)
    waiting = {each.owner.removeprefix("agreement:"): each for each in ours}
    query = select(AgreementRequest.id).where(reach.rows, AgreementRequest.id.in_(list(waiting)))
    found = ((id_, waiting[id_]) for id_ in session.scalars(query.limit(SHOWN)))
    return [(id_, each.concluded_at, each.problem) for id_, each in found]


def _ending(session: Session, reach: Reach) -> list[Row]:
    """Open requests whose deadline is near."""
    near = AgreementRequest.deadline.between(clock.now(), clock.now() + SOON)
    query = select(AgreementRequest.id, AgreementRequest.deadline).where(reach.rows, _open(), near)
    rows = session.execute(query.order_by(AgreementRequest.deadline).limit(SHOWN))
    return [(id_, at, "") for id_, at in rows]


def _open() -> ColumnElement[bool]:
    still = AgreementRequest.deadline > clock.now()
    return and_(AgreementRequest.state.in_(list(rules.OPEN_STATES)), still)
