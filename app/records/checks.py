"""Whether the access log is as it was written: every row against its digest and the audit chain."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.records.models import Access, AccessSubject
from app.records.rules import Use, digest

SEEN = "records:data:seen"
NOTHING: Mapping[str, datetime] = MappingProxyType({})


def faults(session: Session, destroyed_until: Mapping[str, datetime] = NOTHING) -> Iterator[str]:
    """A sentence for each access that was changed or is gone.

    destroyed_until: institution -> until when accesses were destroyed because their time was over.
    """
    rows = {row.id: row for row in session.scalars(select(Access))}
    for entry in session.scalars(select(AuditEntry).where(AuditEntry.action == SEEN)):
        id_, recorded = str(entry.facts["access"]), entry.facts["digest"]
        row = rows.get(id_)
        if row is None:
            until = destroyed_until.get(entry.institution_id)
            if until is None or entry.at >= until:
                yield f"access {id_}: gone"
        elif digest(_use(session, row)) != recorded:
            yield f"access {id_}: changed"


def _use(session: Session, row: Access) -> Use:
    people = select(AccessSubject.person_id).where(AccessSubject.access_id == row.id)
    names = [name for name in Use.__dataclass_fields__ if name != "subjects"]
    fields = {name: getattr(row, name) for name in names}
    return Use(**fields, subjects=tuple(sorted(session.scalars(people))))
