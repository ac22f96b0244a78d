"""The verbs of a document: released to its signers, reissued, unlocked, voided; or just issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.events import SYSTEM, Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.signing import rules
from app.signing.models import Document, Signer


@dataclass(frozen=True)
class Prepared:
    """A paper ready for release: its text's data, the stored pre-sign PDF, the hash to sign."""

    number: str
    template_id: str
    template_version: int
    data: Mapping[str, Any]
    presign_key: str
    presign_hash: str
    document_hash: str


def release(
    u: Unit,
    institution_id: str,
    owner: str,
    prepared: Prepared,
    signers: Sequence[tuple[str, str, str]],
    position: int = 1,
) -> str:
    """Open a document to its signers, given as (person id, name, role). Returns its id.

    Only the first of an owner's documents opens; the others are locked until `unlock`.
    """
    document = Document(
        id=new_id(),
        institution_id=institution_id,
        owner=owner,
        position=position,
        state=rules.OPEN if position == 1 else rules.LOCKED,
        released_at=u.now,
        **prepared.__dict__,
    )
    u.session.add(document)
    u.session.flush()
    for position, (person_id, name, role) in enumerate(signers, start=1):
        u.session.add(
            Signer(
                document_id=document.id,
                person_id=person_id,
                name=name,
                role=role,
                position=position,
            )
        )
    u.session.flush()
    return document.id


def issue(u: Unit, institution_id: str, owner: str, paper: Prepared) -> None:
    """Make a paper nobody signs (a notice): it stands at once, and waits for its seal."""
    document = Document(
        id=new_id(),
        institution_id=institution_id,
        owner=owner,
        state=rules.CONCLUDED,
        released_at=u.now,
        concluded_at=u.now,
        **paper.__dict__,
    )
    u.session.add(document)
    u.session.flush()
    facts = {"document": document.id, "version": 1, "hash": document.document_hash}
    u.emit(Event("signing:paper:issued", owner, institution_id, SYSTEM, facts))


def reissue(u: Unit, document: Document, prepared: Prepared) -> None:
    """Replace the text by a new version: what was recorded over the old hash no longer counts."""
    for name, value in prepared.__dict__.items():
        setattr(document, name, value)
    document.version += 1
    document.state = rules.OPEN if document.position == 1 else rules.LOCKED
    u.session.flush()


def unlock(u: Unit, document: Document) -> None:
    """Open a locked document: the one before it is concluded."""
    document.state = rules.move(document.state, "unlocked")
    u.session.flush()


def void(u: Unit, document: Document, actor: Actor, reason_code: str) -> None:
    """Make a document void; its papers stay as evidence."""
    document.state = rules.move(document.state, "voided")
    u.emit(
        Event(
            "signing:document:voided",
            document.owner,
            document.institution_id,
            actor,
            {"document": document.id, "reason": reason_code},
        )
    )


def handed_out(u: Unit, document: Document, actor: Actor, file_hash: str, *, whole: bool) -> None:
    """Record that somebody took the evidence bundle, with everybody's strokes or with their own.

    file_hash: of the paper in it.
    """
    facts = {"document": document.id, "file_hash": file_hash, "whole": whole}
    _about(u, document, "signing:bundle:taken", actor, facts)


def replayed(u: Unit, document: Document, actor: Actor, signer_id: str) -> None:
    """Record that staff looked at how a signature was written."""
    facts = {"document": document.id, "signer": signer_id}
    _about(u, document, "signing:strokes:replayed", actor, facts)


def _about(u: Unit, document: Document, what: str, actor: Actor, facts: Mapping[str, Any]) -> None:
    person = actor.id if actor.kind == "person" else ""
    event = Event(what, document.owner, document.institution_id, actor, facts, person_id=person)
    u.emit(event)
