"""What the register says of papers: by the file's hash, or by the number alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.evidence.models import Seal
from app.evidence.registry import seal_of
from app.parties.models import Institution
from app.signing.models import Document, Signer
from app.signing.queries import paper_of
from app.signing.rules import VOID

CURRENT, STRENGTHENED, VOIDED = "current", "strengthened", "void"


@dataclass(frozen=True)
class Standing:
    """One registered paper. state: `current`, `strengthened` (a newer revision of the same paper
    stands in the register) or `void`; names only for whoever holds the file.
    """

    title: str
    number: str
    institution: str
    concluded_at: datetime
    state: str
    file_hash: str
    signers: tuple[str, ...] = ()


def by_hash(session: Session, file_hash: str) -> Standing | None:
    """The paper whose sealed file has that SHA-256 (hex), or None where no file of ours has."""
    found = session.execute(
        select(Seal, Document)
        .join(Document, Document.id == Seal.document_id)
        .where(Seal.file_hash == file_hash)
    ).first()
    if found is None:
        return None
    seal, document = found
    names = session.scalars(
        select(Signer.name).where(Signer.document_id == document.id).order_by(Signer.position)
    )
    return _standing(session, document, seal, tuple(masked_name(name) for name in names))


def by_number(session: Session, number: str) -> list[Standing]:
    """Every sealed paper of that number, in order, without anybody's name or amount."""
    documents = session.scalars(
        select(Document)
        .where(Document.number == number, Document.concluded_at.is_not(None))
        .order_by(Document.released_at, Document.position)
    ).all()
    sealed = ((document, seal_of(session, document.id)) for document in documents)
    return [_standing(session, document, seal) for document, seal in sealed if seal]


def masked_name(name: str) -> str:
    """홍*동: the middle of a name is left out; of two letters, the second."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def _standing(
    session: Session, document: Document, seal: Seal, signers: tuple[str, ...] = ()
) -> Standing:
    assert document.concluded_at, "only concluded papers are sealed"
    newest = seal_of(session, document.id)
    newer = newest is not None and newest.id != seal.id
    return Standing(
        title=paper_of(document).title,
        number=document.number,
        institution=session.get_one(Institution, document.institution_id).name,
        concluded_at=document.concluded_at,
        state=VOIDED if document.state == VOID else STRENGTHENED if newer else CURRENT,
        file_hash=seal.file_hash,
        signers=signers,
    )
