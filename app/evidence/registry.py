"""The registry of papers: unsigned ones kept to be read, sealed ones with their hashes."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.types import new_id
from app.db.unit import Unit
from app.evidence.models import Seal
from app.gateways.store import AlreadyThere, StorePort

if TYPE_CHECKING:
    from app.evidence.seal import SealedPdf

GRACE = timedelta(days=1)
"""How long after the seal the archive waits: revocation lists issued since then say more."""

_store: StorePort | None = None


def use_store(store: StorePort) -> None:
    """Keep papers in this store from now on."""
    global _store
    _store = store


def store() -> StorePort:
    """The store in use; raises RuntimeError before the wiring has set one."""
    if _store is None:
        raise RuntimeError("no store is configured")
    return _store


def keep_unsigned(pdf: bytes) -> tuple[str, str]:
    """Keep a pre-sign PDF under its own hash. Returns (store key, SHA-256 hex)."""
    digest = hashlib.sha256(pdf).hexdigest()
    key = f"unsigned/{digest[:2]}/{digest}.pdf"
    with suppress(AlreadyThere):  # the same bytes: rendering is reproducible
        store().put(key, pdf)
    return key, digest


def keep_sealed(document_id: str, sealed: SealedPdf) -> str:
    """Keep a sealed file. Returns its store key; only the registry makes it the paper."""
    key = f"sealed/{document_id}/{sealed.sha256}.pdf"
    with suppress(AlreadyThere):
        store().put(key, sealed.content)
    return key


def register(u: Unit, document_id: str, sealed: SealedPdf, store_key: str) -> Seal:
    """Make a kept file the document's sealed paper (revision 1)."""
    seal = Seal(
        id=new_id(),
        document_id=document_id,
        revision=1,
        level="B-T",
        store_key=store_key,
        file_hash=sealed.sha256,
        size=len(sealed.content),
        stamped_at=sealed.stamped_at,
        authority=sealed.authority,
        sealed_at=u.now,
        renew_by=u.now + GRACE,
    )
    u.session.add(seal)
    u.session.flush()
    return seal


def register_next(
    u: Unit, before: Seal, sealed: SealedPdf, store_key: str, *, level: str, renew_by: datetime
) -> Seal:
    """Make a kept file the next revision of a sealed paper; the one before stays downloadable."""
    before.renew_by = None
    seal = Seal(
        id=new_id(),
        document_id=before.document_id,
        revision=before.revision + 1,
        level=level,
        store_key=store_key,
        file_hash=sealed.sha256,
        size=len(sealed.content),
        stamped_at=sealed.stamped_at,
        authority=sealed.authority,
        sealed_at=u.now,
        renew_by=renew_by,
    )
    u.session.add(seal)
    u.session.flush()
    return seal


def seal_of(session: Session, document_id: str) -> Seal | None:
    """The newest sealed revision, or None while the paper waits for its seal."""
    query = select(Seal).where(Seal.document_id == document_id).order_by(Seal.revision.desc())
    return session.scalars(query.limit(1)).first()


def sealed_among(session: Session, document_ids: list[str]) -> set[str]:
    """Those of the documents that have a sealed paper."""
    if not document_ids:
        return set()
    return set(session.scalars(select(Seal.document_id).where(Seal.document_id.in_(document_ids))))
