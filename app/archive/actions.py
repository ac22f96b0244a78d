"""The archive's one verb: a paper gets its next revision."""

from datetime import datetime

from app.archive import rules
from app.core.events import SYSTEM, Event
from app.db.unit import Unit
from app.evidence import registry
from app.evidence.models import Seal
from app.evidence.seal import SealedPdf
from app.signing.models import Document


def strengthened(
    u: Unit, seal_id: str, sealed: SealedPdf, store_key: str, renew_by: datetime
) -> bool:
    """Register a strengthened file; False when the paper has got its next revision already."""
    before = u.session.get_one(Seal, seal_id, with_for_update=True)
    newest = registry.seal_of(u.session, before.document_id)
    if newest is None or newest.id != before.id:
        return False
    made = registry.register_next(
        u, before, sealed, store_key, level=rules.LEVEL, renew_by=renew_by
    )
    document = u.session.get_one(Document, before.document_id)
    facts = {
        "document": document.id,
        "revision": made.revision,
        "file_hash": made.file_hash,
        "authority": made.authority,
        "renew_by": renew_by.isoformat(),
    }
    what = "archived" if before.revision == 1 else "renewed"
    subject, institution = document.owner, document.institution_id
    u.emit(Event(f"archive:paper:{what}", subject, institution, SYSTEM, facts))
    return True
