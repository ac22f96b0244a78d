"""Which papers need their next revision."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.evidence.models import Seal


def due(session: Session, by: datetime, most: int) -> Sequence[Seal]:
    """The newest revisions that must be strengthened or renewed by then, the most urgent first."""
    query = select(Seal).where(Seal.renew_by <= by).order_by(Seal.renew_by, Seal.id)
    return session.scalars(query.limit(most)).all()


def overdue(session: Session, by: datetime) -> int:
    """How many of them there are."""
    query = select(func.count()).select_from(Seal).where(Seal.renew_by <= by)
    return session.scalar(query) or 0
