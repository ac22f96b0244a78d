"""The verbs of signing. All run inside a unit of work that the screen or job opened."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.evidence.ink import parse_ink, too_simple
from app.signing import queries, rules
from app.signing.models import Draft, Execution, Mark, Signature, Tick


@dataclass(frozen=True)
class Proof:
    """A passed identity check as the signature keeps it: its id, and a masked record."""

    check_id: str
    record: Mapping[str, Any]
    session_id: str


def mark(u: Unit, sitting: queries.Sitting, kind: str, keys: Sequence[str] = ("",)) -> None:
    """Record that the signer saw or acknowledged something; the first time is the one kept."""
    for key in dict.fromkeys(keys):  # a field that came twice is one
        if sitting.marked(kind, key):
            continue
        u.session.add(
            Mark(
                signer_id=sitting.signer.id,
                document_hash=sitting.document.document_hash,
                kind=kind,
                key=key,
                at=u.now,
            )
        )
        _emit(u, sitting, f"signing:{kind}:recorded", {"key": key})
    u.session.flush()


def execute(u: Unit, sitting: queries.Sitting, idempotency_key: str) -> None:
    """약정 실행: commit to ticks and signature as they stand; pressing it again changes nothing.

    Raises Refused TICKS_MISSING or SIGNATURE_MISSING / SIGNATURE_TOO_SIMPLE / NAME_DIFFERS (422).
    """
    required = [tick.key for tick in sitting.paper.ticks if tick.required]
    if rules.missing_ticks(required, sitting.ticks):
        raise Refused("TICKS_MISSING", 422)
    check_signature(sitting)
    if sitting.executed and sitting.answered_by(idempotency_key):
        return
    again = sitting.executed  # the same act under another key: kept, so that its retry is known
    u.session.add(
        Execution(
            id=new_id(),
            signer_id=sitting.signer.id,
            idempotency_key=idempotency_key,
            document_hash=sitting.document.document_hash,
            act_hash=sitting.act_hash,
            at=u.now,
        )
    )
    if not again:
        _emit(u, sitting, "signing:agreement:executed", {"act": sitting.act_hash})
    u.session.flush()


def check_signature(sitting: queries.Sitting) -> None:
    """Refuse (422) a signature that is missing, too simple, or another name than the registered."""
    kept = rules.chosen(sitting.drawn)
    if not kept["content"]:
        raise Refused("SIGNATURE_MISSING", 422)
    if kept["method"] == "name":
        if not rules.same_name(kept["content"], sitting.signer.name):
            raise Refused("NAME_DIFFERS", 422)
    elif too_simple(parse_ink(kept["content"])):
        raise Refused("SIGNATURE_TOO_SIMPLE", 422)


def sign(u: Unit, sitting: queries.Sitting, proof: Proof, idempotency_key: str) -> None:
    """The binding act: freeze ticks and signature over the document, conclude when all have signed.

    The caller holds the row lock and has used up the identity check in this same transaction.
    """
    if sitting.signature:
        raise Refused("ALREADY_SIGNED", 409)
    if not sitting.executed:
        raise Refused("NOT_EXECUTED", 409)
    document = sitting.document
    signature = Signature(
        id=new_id(),
        document_id=document.id,
        document_version=document.version,
        signer_id=sitting.signer.id,
        idempotency_key=idempotency_key,
        document_hash=document.document_hash,
        act_hash=sitting.act_hash,
        method=sitting.drawn["method"],
        content={**rules.chosen(sitting.drawn), "salt": secrets.token_hex(16)},
        identity_check_id=proof.check_id,
        identity=dict(proof.record),
        session_id=proof.session_id,
        at=u.now,
    )
    u.session.add(signature)
    u.session.flush()
    _freeze_ticks(u, sitting, signature.id)
    u.session.delete(u.session.get_one(Draft, sitting.signer.id))
    _emit(u, sitting, "signing:document:signed", {"method": signature.method})
    _advance(u, sitting)


def _advance(u: Unit, sitting: queries.Sitting) -> None:
    document = sitting.document
    open_before = sum(1 for signer in sitting.signers if signer.signed_at is None)
    last = open_before == 1
    document.state = rules.move(document.state, "signed_by_all" if last else "signed_by_one")
    if last:
        document.concluded_at = u.now
        _emit(u, sitting, "signing:document:concluded", {"hash": document.document_hash})
    u.session.flush()


def _freeze_ticks(u: Unit, sitting: queries.Sitting, signature_id: str) -> None:
    for tick in sitting.paper.ticks:
        at = sitting.ticks.get(tick.key)
        u.session.add(
            Tick(
                signature_id=signature_id,
                key=tick.key,
                required=tick.required,
                ticked=at is not None,
                at=datetime.fromisoformat(at) if at else None,
            )
        )


def _emit(u: Unit, sitting: queries.Sitting, what: str, facts: dict[str, Any]) -> None:
    document = sitting.document
    u.emit(
        Event(
            what,
            document.owner,
            document.institution_id,
            Actor("person", sitting.signer.person_id),
            {"document": document.id, "version": document.version, **facts},
            person_id=sitting.signer.person_id,
        )
    )


def open_sitting(u: Unit, document_id: str, person_id: str) -> queries.Sitting:
    """The sitting with its row locked until the unit ends; raises NotFound."""
    found = queries.sitting(u.session, document_id, person_id, lock=True)
    if found is None:
        raise NotFound()
    return found
