"""Which concluded papers still wait for seal and time (시각 확인 대기 중), for staff to see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, and_, cast, select
from sqlalchemy.orm import Session

from app.delivery.models import OutboxRow
from app.evidence.models import Seal
from app.signing.models import Document

KIND = "signing.seal"


def dedup_key(document_id: str, version: int) -> str:
    """What makes a paper's sealing one piece of work."""
    return f"seal:{document_id}:{version}"


@dataclass(frozen=True)
class Waiting:
    """A paper without its seal: whose, since when, what went wrong last, when it is tried again.

    problem: the name of the error, or empty before the first try. parked: it killed its workers
    and waits for an operator.
    """

    owner: str
    number: str
    position: int
    institution_id: str
    concluded_at: datetime
    attempts: int
    problem: str
    next_try: datetime | None
    parked: bool


_KEY = "seal:" + Document.id + ":" + cast(Document.version, String)
_WAITING = (
    select(Document, OutboxRow)
    .outerjoin(Seal, Seal.document_id == Document.id)
    .outerjoin(OutboxRow, and_(OutboxRow.kind == KIND, OutboxRow.dedup_key == _KEY))
    .where(Document.concluded_at.is_not(None), Seal.id.is_(None))
    .order_by(Document.concluded_at)
)


def unsealed(session: Session) -> list[Waiting]:
    """Every concluded paper without a registered seal, the longest waiting first."""
    return [_waiting(document, row) for document, row in session.execute(_WAITING)]


def _waiting(document: Document, row: OutboxRow | None) -> Waiting:
    assert document.concluded_at is not None
    return Waiting(
        owner=document.owner,
        number=document.number,
        position=document.position,
        institution_id=document.institution_id,
        concluded_at=document.concluded_at,
        attempts=row.attempt if row else 0,
        problem=row.problem if row else "",
        next_try=row.due_at if row else None,
        parked=row is not None and row.state == "parked",
    )
