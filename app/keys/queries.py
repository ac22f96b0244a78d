"""Reading the register of keys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.keys import rules
from app.keys.models import SealKey


def in_state(session: Session, institution_id: str, state: str) -> Sequence[SealKey]:
    """The institution's sealing keys in that state."""
    query = select(SealKey).where(
        SealKey.institution_id == institution_id,
        SealKey.purpose == rules.SEAL,
        SealKey.state == state,
    )
    return session.scalars(query).all()


def active(session: Session, institution_id: str) -> SealKey | None:
    """The key the institution seals with, or None."""
    return next(iter(in_state(session, institution_id, rules.ACTIVE)), None)


def authority_of(session: Session, institution_id: str) -> SealKey | None:
    """The institution's own authority, or None."""
    query = select(SealKey).where(
        SealKey.institution_id == institution_id, SealKey.purpose == rules.AUTHORITY
    )
    return session.scalars(query).first()


def authorities(session: Session) -> Sequence[SealKey]:
    """Every institution's own authority."""
    return session.scalars(select(SealKey).where(SealKey.purpose == rules.AUTHORITY)).all()


def revoked(session: Session, institution_id: str) -> Sequence[SealKey]:
    """The institution's keys that leaked."""
    query = select(SealKey).where(
        SealKey.institution_id == institution_id, SealKey.revoked_at.is_not(None)
    )
    return session.scalars(query.order_by(SealKey.revoked_at, SealKey.id)).all()


def every(session: Session) -> Sequence[SealKey]:
    """All of them, the oldest first."""
    return session.scalars(select(SealKey).order_by(SealKey.created_at, SealKey.id)).all()


def ending(session: Session, now: datetime) -> Sequence[SealKey]:
    """Active keys and authorities whose certificates end soon or have ended."""
    query = select(SealKey).where(SealKey.state == rules.ACTIVE)
    return [row for row in session.scalars(query) if rules.ends_soon(row.not_after, now)]
