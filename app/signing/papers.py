"""The concluded paper, rendered from rows: every signer's ink or name, ticks, method and time."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.anchors import newest_at
from app.core.texts import speaking, t
from app.evidence.ink import Ink, commitment, parse_ink
from app.evidence.lookup import lookup
from app.evidence.marks import SignatureMark
from app.evidence.render import render_concluded
from app.signing.models import Document, Mark, Signature, Signer, Tick
from app.signing.queries import paper_of, signatures_of


def concluded(session: Session, document: Document, *, demo: bool, site: str) -> bytes:
    """The PDF of a concluded document, ready to seal; the same rows give the same bytes.

    site: the address of this deployment, for the paper to name.
    """
    if document.concluded_at is None:
        raise ValueError("the document is not concluded")
    with speaking("ko"):
        return render_concluded(
            paper_of(document),
            number=document.number,
            presign_sha256=document.presign_hash,
            signatures=[_mark(session, *pair) for pair in signatures_of(session, document)],
            concluded_at=document.concluded_at,
            demo=demo,
            anchor=_anchor(session, document.concluded_at),
            lookup=lookup(site, document.number, document.id, document.document_hash),
        )


def _anchor(session: Session, at: datetime) -> dict[str, Any] | None:
    newest = newest_at(session, at)
    return {"number": newest.number, "hash": newest.hash} if newest else None


def _mark(session: Session, signer: Signer, signature: Signature) -> SignatureMark:
    ink = _ink(signature.content)
    return SignatureMark(
        role=t(f"signing.role.{signer.role}"),
        name=signer.name,
        signed_at=signature.at,
        method=t(f"signing.method.{signature.method}"),
        identity=_identity(signature.identity),
        ink=ink,
        commitment=commitment(ink, bytes.fromhex(signature.content["salt"])) if ink else None,
        identity_record=signature.identity,
        ticks={row.key: row.at for row in _ticks(session, signature)},
        cautions={row.key: row.at for row in _cautions(session, signature)},
    )


def _ink(content: dict[str, Any]) -> Ink | None:
    return parse_ink(content["content"]) if content["method"] == "ink" else None


def _identity(record: dict[str, Any]) -> str:
    return t(f"signing.identity.{record['method']}", number=record["number"])


def _ticks(session: Session, signature: Signature) -> list[Tick]:
    return list(session.scalars(select(Tick).where(Tick.signature_id == signature.id)))


def _cautions(session: Session, signature: Signature) -> list[Mark]:
    query = select(Mark).where(
        Mark.signer_id == signature.signer_id,
        Mark.document_hash == signature.document_hash,
        Mark.kind == "caution",
    )
    return list(session.scalars(query.order_by(Mark.at, Mark.key)))
