"""What the worker does for signing: render the concluded paper, seal it, keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.core.events import SYSTEM, Event
from app.db.unit import Unit, reading
from app.delivery.outbox import Finish, Job
from app.evidence import registry
from app.signing import papers, waiting
from app.signing.models import Document

if TYPE_CHECKING:
    from app.evidence.seal import SealedPdf, Sealer

    Sealers = Callable[[str], Sealer]
    """Institution -> the sealer that has its key."""


def handlers(
    sealers: Sealers, *, demo: bool, site: str
) -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {waiting.KIND: partial(seal, sealers, demo, site)}


def seal(sealers: Sealers, demo: bool, site: str, job: Job) -> Finish | None:
    """Render from rows, seal, keep the file; the registry row makes it the paper.

    A crash before the registry row leaves an orphan file and the work is done again; a paper
    that is registered already is left as it is.
    """
    with reading() as session:
        document = session.get_one(Document, job.payload["document"])
        if registry.seal_of(session, document.id):
            return None
        pdf = papers.concluded(session, document, demo=demo, site=site)
    sealed = sealers(document.institution_id).seal(pdf)
    key = registry.keep_sealed(document.id, sealed)
    return partial(_register, document=document, sealed=sealed, key=key)


def _register(u: Unit, *, document: Document, sealed: SealedPdf, key: str) -> None:
    registry.register(u, document.id, sealed, key)
    facts = {"document": document.id, "file_hash": sealed.sha256, "authority": sealed.authority}
    u.emit(Event("signing:paper:sealed", document.owner, document.institution_id, SYSTEM, facts))
