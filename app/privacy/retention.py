"""The retention schedule: what is due, destroyed each night, and written into the 파기 대장."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.accounts.actions import forget_sessions
from app.agreements.models import AgreementRequest
from app.agreements.rules import COMPLETED, OPEN_STATES
from app.core import clock
from app.db.unit import Unit
from app.delivery.models import Message, OutboxRow
from app.identity.actions import forget_challenges
from app.limits.actions import forget_counters
from app.parties import policies
from app.parties.models import Institution
from app.privacy import rules
from app.privacy.cascade import destroy
from app.privacy.destroying import destroy_requests, forget_messages, note
from app.privacy.holds import PERSON, held_now, held_owners
from app.privacy.models import Destruction, RightsRequest
from app.records.models import Access, AccessSubject, Reason
from app.signing.drafts import forget_drafts

A_NIGHT = 500
"""Requests that are destroyed in one night, so that no transaction grows without end."""

CHOICES = {
    "messages": policies.RETAIN_MESSAGES,
    "unconcluded": policies.RETAIN_UNCONCLUDED,
    "concluded": policies.RETAIN_CONCLUDED,
    "accesses": policies.RETAIN_ACCESSES,
    "rights": policies.RETAIN_RIGHTS,
}


@dataclass(frozen=True)
class Line:
    """One kind in the schedule: its period, how many are due now, until when they are due."""

    key: str
    period: int
    unit: str
    due: int
    until: datetime


def destroy_due(u: Unit) -> None:
    """Destroy what is due tonight, of the house and of every institution; the record says what."""
    for kind in rules.SCHEDULE:
        if kind.key in HOUSE:
            until = u.now - timedelta(days=kind.days)
            note(u, "", kind.key, HOUSE[kind.key](u, until), until)
    for place in u.session.scalars(select(Institution.id).order_by(Institution.id)):
        for key in CHOICES:
            until = until_of(u.session, place, key, u.now)
            note(u, place, key, _destroy(u, place, key, until), until)


def schedule(session: Session, institution_id: str) -> list[Line]:
    """The institution's schedule as it stands today, with what tonight would take."""
    now, lines = clock.now(), []
    for kind in rules.SCHEDULE:
        choice = CHOICES.get(kind.key)
        if choice is None:
            until = now - timedelta(days=kind.days)
            lines.append(Line(kind.key, kind.days, "days", 0, until))
            continue
        period = policies.in_force(session, institution_id, choice)
        until = until_of(session, institution_id, kind.key, now)
        due = session.scalar(_counted(_due(institution_id, kind.key, until))) or 0
        unit = "days" if choice is policies.RETAIN_UNCONCLUDED else "years"
        lines.append(Line(kind.key, period, unit, due, until))
    return lines


def until_of(session: Session, institution_id: str, key: str, now: datetime) -> datetime:
    """What ended before this instant is due."""
    choice = CHOICES[key]
    period = policies.in_force(session, institution_id, choice)
    if choice is policies.RETAIN_UNCONCLUDED:
        return now - timedelta(days=period)
    return rules.years_before(now, period)


def destroyed(session: Session, institution_id: str, limit: int = 100) -> list[Destruction]:
    """The 파기 대장: the institution's lines and the house's, the newest first."""
    query = select(Destruction).where(Destruction.institution_id.in_((institution_id, "")))
    return list(session.scalars(query.order_by(Destruction.id.desc()).limit(limit)))


def accesses_destroyed_until(session: Session) -> dict[str, datetime]:
    """Institution -> until when its access log was destroyed: for the check of the log."""
    query = (
        select(Destruction.institution_id, func.max(Destruction.until))
        .where(Destruction.kind == "accesses")
        .group_by(Destruction.institution_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _destroy(u: Unit, place: str, key: str, until: datetime) -> int:
    ids = list(u.session.scalars(_due(place, key, until).limit(A_NIGHT)))
    if not ids:
        return 0
    if key in ("unconcluded", "concluded"):
        return destroy_requests(u, ids)
    if key == "messages":
        return forget_messages(u, Message.id.in_(ids))
    tables = {"accesses": Access, "rights": RightsRequest}
    return destroy(u.session, tables[key].__table__, ids)  # type: ignore[arg-type]


def _due(place: str, key: str, until: datetime) -> Select[str]:
    """The ids of what is due of a kind and not held."""
    owner = "agreement:" + AgreementRequest.id
    mine = AgreementRequest.institution_id == place
    free = owner.not_in(held_owners())
    if key == "unconcluded":
        over = AgreementRequest.state.not_in((COMPLETED, *OPEN_STATES))
        ended = AgreementRequest.ended_at < until
        return select(AgreementRequest.id).where(mine, over, ended, free)
    if key == "concluded":
        done = AgreementRequest.state == COMPLETED
        ended = AgreementRequest.period_end < clock.kst(until).date()
        return select(AgreementRequest.id).where(mine, done, ended, free)
    if key == "messages":
        told = (Message.institution_id == place, Message.created_at < until)
        return select(Message.id).where(*told, Message.subject.not_in(held_owners()))
    if key == "accesses":
        about = select(AccessSubject.access_id).where(AccessSubject.person_id.in_(held_now(PERSON)))
        return select(Access.id).where(
            Access.institution_id == place, Access.at < until, Access.id.not_in(about)
        )
    asked = RightsRequest.institution_id == place
    return select(RightsRequest.id).where(asked, RightsRequest.decided_at < until)


def _counted(query: Select[str]) -> Select[int]:
    return select(func.count()).select_from(query.subquery())


def _forget_outbox(u: Unit, until: datetime) -> int:
    settled = OutboxRow.state.in_(("done", "dead", "expired"))
    done = u.session.execute(delete(OutboxRow).where(settled, OutboxRow.done_at < until))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _forget_reasons(u: Unit, until: datetime) -> int:
    done = u.session.execute(delete(Reason).where(Reason.at < until))
    return int(done.rowcount)  # type: ignore[attr-defined]


HOUSE: dict[str, Callable[[Unit, datetime], int]] = {
    "drafts": lambda u, _: forget_drafts(u),
    "sessions": forget_sessions,
    "challenges": forget_challenges,
    "counters": forget_counters,
    "reasons": _forget_reasons,
    "outbox": _forget_outbox,
}
"""What belongs to no institution, and how it is thrown away."""
