"""내 동의 내역: what a person agreed to, when, over which text; taking an optional consent back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.privacy.models import Withdrawal
from app.signing.models import Document, Signature, Signer, Tick
from app.signing.queries import paper_of


@dataclass(frozen=True)
class Consent:
    """One box as it stood when somebody signed; `withdrawn_at`: since when it no longer counts."""

    signature_id: str
    key: str
    label: str
    detail: str
    required: bool
    ticked: bool
    at: datetime
    withdrawn_at: datetime | None

    @property
    def withdrawable(self) -> bool:
        """Whether it can be taken back: optional, given, and not taken back yet."""
        return self.ticked and not self.required and self.withdrawn_at is None


@dataclass(frozen=True)
class Agreed:
    """What somebody agreed to with one signature, and over which version of the text."""

    number: str
    title: str
    template: str
    version: int
    document_hash: str
    signed_at: datetime
    consents: tuple[Consent, ...]


def agreed(session: Session, person_id: str) -> list[Agreed]:
    """Every signature of the person with its boxes, the newest first."""
    query = (
        select(Document, Signature)
        .join(Signature, Signature.document_id == Document.id)
        .join(Signer, Signer.id == Signature.signer_id)
        .where(Signer.person_id == person_id, Signature.document_version == Document.version)
        .order_by(Signature.at.desc(), Signature.id.desc())
    )
    return [_agreed(session, *row) for row in session.execute(query)]


def withdraw(u: Unit, person_id: str, signature_id: str, key: str) -> None:
    """Take an optional consent back; twice is as good as once.

    Raises NotFound for somebody else's, Refused CONSENT_NEEDED (409) for one the contract needs.
    """
    found = u.session.execute(
        select(Tick, Document)
        .join(Signature, Signature.id == Tick.signature_id)
        .join(Signer, Signer.id == Signature.signer_id)
        .join(Document, Document.id == Signature.document_id)
        .where(
            Tick.signature_id == signature_id,
            Tick.key == key,
            Tick.ticked,
            Signer.person_id == person_id,
        )
        .with_for_update(of=Tick)
    ).first()
    if found is None:
        raise NotFound()
    tick, document = found
    if tick.required:
        raise Refused("CONSENT_NEEDED", 409)
    if u.session.get(Withdrawal, (signature_id, key)):
        return
    u.session.add(Withdrawal(signature_id=signature_id, key=key, at=u.now))
    u.session.flush()
    facts = {"signature": signature_id, "key": key, "hash": document.document_hash}
    actor = Actor("person", person_id)
    u.emit(
        Event("privacy:consent:withdrawn", document.owner, document.institution_id, actor, facts)
    )


def _agreed(session: Session, document: Document, signature: Signature) -> Agreed:
    paper = paper_of(document)
    boxes = session.scalars(select(Tick).filter_by(signature_id=signature.id))
    ticks = {tick.key: tick for tick in boxes}
    back = {
        row.key: row.at
        for row in session.scalars(select(Withdrawal).filter_by(signature_id=signature.id))
    }
    consents = tuple(
        Consent(
            signature_id=signature.id,
            key=asked.key,
            label=asked.label,
            detail=asked.detail,
            required=ticks[asked.key].required,
            ticked=ticks[asked.key].ticked,
            at=ticks[asked.key].at or signature.at,
            withdrawn_at=back.get(asked.key),
        )
        for asked in paper.ticks
        if asked.key in ticks
    )
    return Agreed(
        number=document.number,
        title=paper.title,
        template=document.template_id,
        version=document.template_version,
        document_hash=document.document_hash,
        signed_at=signature.at,
        consents=consents,
    )
