"""Reading where a signer stands with a document."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.texts import t
from app.evidence.papers import Paper, fill, load
from app.signing import rules
from app.signing.models import Document, Draft, Execution, Mark, Signature, Signer


@dataclass(frozen=True)
class SignerView:
    """A signer as the others see them: name, role, and when they signed (or not yet)."""

    name: str
    role: str
    signed_at: datetime | None
    is_me: bool


@dataclass(frozen=True)
class Sitting:
    """One signer before one document: everything the signing screens ask about."""

    document: Document
    signer: Signer
    signers: list[SignerView]
    marks: dict[tuple[str, str], datetime]
    earlier_hashes: frozenset[str]
    draft: Draft | None
    executions: list[Execution]
    signature: Signature | None

    @cached_property
    def paper(self) -> Paper:
        """The document's text with its data filled in."""
        return paper_of(self.document)

    @property
    def changed_since_seen(self) -> bool:
        """Whether an earlier version was opened and this one was not."""
        return bool(self.earlier_hashes) and not self.marks

    @property
    def ticks(self) -> dict[str, str]:
        """Box -> instant (ISO 8601) it was ticked, as far as the draft goes."""
        return dict(self.draft.ticks) if self.draft else {}

    @property
    def drawn(self) -> dict[str, Any]:
        """The draft signature: method, ink, name."""
        return dict(self.draft.signature) if self.draft else {}

    @property
    def act_hash(self) -> str:
        """What 약정 실행 would commit to now."""
        return rules.act_hash(self.document.document_hash, self.ticks, self.drawn)

    @property
    def executed(self) -> bool:
        """Whether 약정 실행 was pressed and nothing was changed after it."""
        if self.signature:
            return True
        return bool(self.executions) and self.executions[-1].act_hash == self.act_hash

    @property
    def ticks_complete(self) -> bool:
        """Whether the boxes were confirmed and no mandatory one has been cleared since."""
        required = [tick.key for tick in self.paper.ticks if tick.required]
        confirmed = self.marked("ticks") and not rules.missing_ticks(required, self.ticks)
        return self.signature is not None or confirmed

    def answered_by(self, idempotency_key: str) -> bool:
        """Whether this very key executed or signed: a retry that deserves the same answer."""
        keys = {execution.idempotency_key for execution in self.executions}
        return idempotency_key in keys | {self.signature.idempotency_key if self.signature else ""}

    def marked(self, kind: str, key: str = "") -> bool:
        """Whether that was recorded over the present text."""
        return (kind, key) in self.marks


def sitting(
    session: Session, document_id: str, person_id: str, *, lock: bool = False
) -> Sitting | None:
    """The person's sitting with the document, or None when they are not one of its signers."""
    query = select(Document, Signer).join(Signer, Signer.document_id == Document.id)
    query = query.where(Document.id == document_id, Signer.person_id == person_id)
    if lock:
        query = query.with_for_update()
    row = session.execute(query).first()
    if row is None:
        return None
    document, signer = row
    marks = list(session.scalars(select(Mark).where(Mark.signer_id == signer.id)))
    signatures = _signatures(session, document)
    draft = session.get(Draft, signer.id)
    return Sitting(
        document=document,
        signer=signer,
        signers=_views(session, document, signatures, person_id),
        marks={(m.kind, m.key): m.at for m in marks if m.document_hash == document.document_hash},
        earlier_hashes=frozenset(
            m.document_hash for m in marks if m.document_hash != document.document_hash
        ),
        draft=draft if draft and draft.document_hash == document.document_hash else None,
        executions=_executions(session, signer.id, document.document_hash),
        signature=signatures.get(signer.id),
    )


def signatures_of(session: Session, document: Document) -> list[tuple[Signer, Signature]]:
    """Who has signed the present version, in the order of the paper."""
    query = (
        select(Signer, Signature)
        .join(Signature, Signature.signer_id == Signer.id)
        .where(Signature.document_id == document.id, Signature.document_version == document.version)
        .order_by(Signer.position)
    )
    return [(signer, signature) for signer, signature in session.execute(query)]


def documents_of(session: Session, owner: str) -> list[Document]:
    """The documents of an aggregate, in order."""
    query = select(Document).where(Document.owner == owner).order_by(Document.position)
    return list(session.scalars(query))


def signers_of(session: Session, document_id: str) -> list[Signer]:
    """Who must sign the document, in the order of the paper."""
    query = select(Signer).where(Signer.document_id == document_id).order_by(Signer.position)
    return list(session.scalars(query))


def paper_of(document: Document) -> Paper:
    """The document's template filled with its data."""
    return fill(load(document.template_id, document.template_version), document.data)


def _signatures(session: Session, document: Document) -> dict[str, Signature]:
    return {signer.id: signature for signer, signature in signatures_of(session, document)}


def _views(
    session: Session, document: Document, signatures: dict[str, Signature], person_id: str
) -> list[SignerView]:
    return [
        SignerView(
            signer.name,
            t(f"signing.role.{signer.role}"),
            signatures[signer.id].at if signer.id in signatures else None,
            signer.person_id == person_id,
        )
        for signer in signers_of(session, document.id)
    ]


def _executions(session: Session, signer_id: str, document_hash: str) -> list[Execution]:
    query = (
        select(Execution)
        .where(Execution.signer_id == signer_id, Execution.document_hash == document_hash)
        .order_by(Execution.at, Execution.id)
    )
    return list(session.scalars(query))
