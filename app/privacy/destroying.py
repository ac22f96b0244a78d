"""The one place that destroys evidence: requests with all that belongs to them, and the record.

Files go afterwards, by the worker: what is gone from the database has no other way to be found.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from app.agreements.models import AgreementDraft, AgreementRequest
from app.core.events import SYSTEM, Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.models import Message, OutboxRow
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.evidence import registry
from app.evidence.models import Seal
from app.identity.models import Challenge, IdentityCheck
from app.privacy.cascade import destroy
from app.privacy.models import Destruction
from app.signing.models import Document, Signature

SHRED = "privacy.shred"

WORK = ("expire", "remind")
"""What may still wait to be done about a request (`agreements.deadlines`)."""


def destroy_requests(u: Unit, ids: Sequence[str]) -> int:
    """Destroy requests: terms, papers, signatures, checks, messages. Returns how many."""
    gone = 0
    for id_ in ids:
        owners = [f"agreement:{id_}", f"agreement:{id_}:void"]
        _destroy_papers(u, id_, owners)
        u.session.execute(delete(Challenge).where(Challenge.subject.in_(owners)))
        u.session.execute(delete(AgreementDraft).where(AgreementDraft.request_id == id_))
        forget_messages(u, Message.subject.in_(owners))
        for work in WORK:
            about = OutboxRow.dedup_key.startswith(f"{work}:{id_}:")
            u.session.execute(delete(OutboxRow).where(about))
        gone += destroy(u.session, AgreementRequest.__table__, [id_])  # type: ignore[arg-type]
    return gone


def forget_messages(u: Unit, which: ColumnElement[bool]) -> int:
    """Delete messages, and with them what would still send one. Returns how many."""
    keys = select(Message.key).where(which)
    u.session.execute(delete(OutboxRow).where(OutboxRow.dedup_key.in_(keys)))
    gone = u.session.execute(delete(Message).where(which))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def note(
    u: Unit,
    institution_id: str,
    kind: str,
    count: int,
    until: datetime,
    by: Actor = SYSTEM,
    reference: str = "",
) -> None:
    """Write the line of the 파기 대장, in the chain too; nothing for nothing."""
    if not count:
        return
    who = f"{by.kind}:{by.id}".rstrip(":")
    place = {"institution_id": institution_id, "kind": kind, "count": count}
    row = Destruction(**place, until=until, at=u.now, by=who, reference=reference)
    u.session.add(row)
    u.session.flush()
    facts = {"kind": kind, "count": count, "until": until.isoformat(), "reference": reference}
    subject = f"destruction:{institution_id}".rstrip(":")
    u.emit(Event("privacy:data:destroyed", subject, institution_id, by, facts))


def shred(job: Job) -> Finish | None:
    """Delete files that nothing refers to any more; one that is gone already is no trouble."""
    for key in job.payload["keys"]:
        registry.store().delete(key)
    return None


def _destroy_papers(u: Unit, id_: str, owners: list[str]) -> None:
    columns = (Document.id, Document.presign_key)
    papers = u.session.execute(select(*columns).where(Document.owner.in_(owners))).all()
    documents = [row.id for row in papers]
    seals = select(Seal.store_key).where(Seal.document_id.in_(documents))
    keys = [*(row.presign_key for row in papers), *u.session.scalars(seals)]
    checks = select(Signature.identity_check_id).where(Signature.document_id.in_(documents))
    passed = list(u.session.scalars(checks))
    destroy(u.session, Document.__table__, documents)  # type: ignore[arg-type]
    u.session.execute(delete(Seal).where(Seal.document_id.in_(documents)))
    u.session.execute(delete(IdentityCheck).where(IdentityCheck.id.in_(passed)))
    if keys:
        outbox.put(u, SHRED, f"shred:{id_}:{new_id()}", {"keys": keys}, lane=Lane.BULK)
