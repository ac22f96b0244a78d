"""Reading where a signer stands with a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.orm import Session

from app.core.texts import t
from app.editions.queries import template
from app.evidence.papers import Paper, fill
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


_LOCK = select(Document.id).where(Document.id == bindparam("document_id")).with_for_update()
_ASKED = (
    select(Document, Signer, Signature, Draft)
    .join(Signer, Signer.document_id == Document.id)
    .outerjoin(
        Signature,
        and_(Signature.signer_id == Signer.id, Signature.document_version == Document.version),
    )
    .outerjoin(
        Draft, and_(Draft.signer_id == Signer.id, Signer.person_id == bindparam("person_id"))
    )
    .order_by(Document.position, Signer.position)
)
_ASKED_OF_OWNER = _ASKED.where(Document.owner == bindparam("owner"))
_ASKED_OF_ONE = _ASKED.where(Document.id == bindparam("document_id"))
_MARKS = select(Mark).where(Mark.signer_id == bindparam("signer_id"))
_EXECUTIONS = (
    select(Execution)
    .where(
        Execution.signer_id == bindparam("signer_id"),
        Execution.document_hash == bindparam("document_hash"),
    )
    .order_by(Execution.at, Execution.id)
)


Asked = Row[Document, Signer, Signature, Draft]
"""One who must sign a document; the signature, and the draft if it is the reader's own, or None."""


@dataclass(frozen=True)
class Seat:
    """One document as a person finds it: who must sign and has, and their own sitting, if any."""

    document: Document
    signers: list[SignerView]
    sitting: Sitting | None


def seats(session: Session, owner: str, person_id: str) -> list[Seat]:
    """The documents of an aggregate, in order, each as the person finds it."""
    given = {"owner": owner, "person_id": person_id}
    rows = session.execute(_ASKED_OF_OWNER, given).all()
    by_document = groupby(rows, key=lambda row: row[0])
    return [_seat(session, document, list(asked), person_id) for document, asked in by_document]


def sitting(
    session: Session, document_id: str, person_id: str, *, lock: bool = False
) -> Sitting | None:
    """The person's sitting with the document, or None when they are not one of its signers."""
    given = {"document_id": document_id, "person_id": person_id}
    if lock:  # first, by itself: what is read after the wait is what the others left
        session.execute(_LOCK, given)
    rows = session.execute(_ASKED_OF_ONE, given).all()
    return _seat(session, rows[0][0], rows, person_id).sitting if rows else None


def _seat(session: Session, document: Document, asked: Sequence[Asked], person_id: str) -> Seat:
    signers = [
        SignerView(
            signer.name,
            t(f"signing.role.{signer.role}"),
            signature.at if signature else None,
            signer.person_id == person_id,
        )
        for _, signer, signature, _ in asked
    ]
    mine = next((row for row in asked if row[1].person_id == person_id), None)
    return Seat(document, signers, _sitting(session, signers, *mine) if mine else None)


def _sitting(
    session: Session,
    signers: list[SignerView],
    document: Document,
    signer: Signer,
    signature: Signature | None,
    draft: Draft | None,
) -> Sitting:
    present = document.document_hash
    given = {"signer_id": signer.id, "document_hash": present}
    marks = list(session.scalars(_MARKS, given))
    return Sitting(
        document=document,
        signer=signer,
        signers=signers,
        marks={(m.kind, m.key): m.at for m in marks if m.document_hash == present},
        earlier_hashes=frozenset(m.document_hash for m in marks) - {present},
        draft=draft if draft and draft.document_hash == present else None,
        executions=list(session.scalars(_EXECUTIONS, given)),
        signature=signature,
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
    data = tuple(sorted(document.data.items()))
    return _filled(document.institution_id, document.template_id, document.template_version, data)


@lru_cache(maxsize=64)
def _filled(
    institution_id: str, template_id: str, version: int, data: tuple[tuple[str, Any], ...]
) -> Paper:
    """A journey shows the same paper a dozen times."""
    return fill(template(institution_id, template_id, version), dict(data))
