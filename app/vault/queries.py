"""What the register says of papers: by the file's hash, or by the number alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.names import masked_name
from app.evidence.lookup import code_of, is_code
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
    stands in the register) or `void`; names only for whoever holds the file, firm and amount for
    whoever knows the code that stands on the paper.
    """

    title: str
    number: str
    institution: str
    concluded_at: datetime
    state: str
    file_hash: str
    signers: tuple[str, ...] = ()
    firm: str = ""
    amount: int | None = None


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
    names = tuple(masked_name(name) for name in _names(session, document))
    return _standing(session, document, seal, names)


def by_number(session: Session, number: str) -> list[Standing]:
    """Every sealed paper of that number, in order, without anybody's name or amount."""
    documents = session.scalars(_concluded(number)).all()
    sealed = ((document, seal_of(session, document.id)) for document in documents)
    return [_standing(session, document, seal) for document, seal in sealed if seal]


def by_code(session: Session, number: str, typed: str) -> Standing | None:
    """The sealed paper of that number whose code was typed, with names and amount (decision 41)."""
    for document in session.scalars(_concluded(number)):
        seal = seal_of(session, document.id)
        if seal and is_code(typed, code_of(document.id, document.document_hash)):
            standing = _standing(session, document, seal, tuple(_names(session, document)))
            firm, amount = document.data.get("firm", ""), document.data.get("amount")
            return replace(standing, firm=str(firm), amount=amount)
    return None


def _concluded(number: str) -> Select[Document]:
    return (
        select(Document)
        .where(Document.number == number, Document.concluded_at.is_not(None))
        .order_by(Document.released_at, Document.position)
    )


def _names(session: Session, document: Document) -> Iterable[str]:
    query = select(Signer.name).where(Signer.document_id == document.id)
    return session.scalars(query.order_by(Signer.position))


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
