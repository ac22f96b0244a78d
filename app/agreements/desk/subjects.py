"""Whose personal data a page of requests shows: for the access log."""

from collections.abc import Iterable

from sqlalchemy import select

from app.agreements.queries import owner_of
from app.db.unit import reading
from app.signing.models import Document, Signer


def subjects(requests: Iterable[str]) -> list[str]:
    """The persons who must sign these requests (ids), each once."""
    owners = [owner_of(id_) for id_ in requests]
    if not owners:
        return []
    query = (
        select(Signer.person_id)
        .join(Document, Document.id == Signer.document_id)
        .where(Document.owner.in_(owners))
        .distinct()
    )
    with reading() as session:
        return list(session.scalars(query))
