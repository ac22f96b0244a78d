"""Making the evidence bundle of a concluded paper: rows are read first, files packed afterwards.

The institution's bundle holds every signer's timed strokes and receipt, a signer's their own alone
(ADR 17). The same rows give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound, Refused
from app.core.texts import speaking, t
from app.delivery.models import Message
from app.delivery.queries import message_of
from app.evidence.bundles import container, cut, layout
from app.evidence.bundles.readme import readme
from app.evidence.canonical import canonical_json
from app.evidence.ink import parse_ink, timed
from app.evidence.models import Seal
from app.evidence.registry import store
from app.identity.models import IdentityCheck
from app.identity.queries import check_of, message_key, record_of
from app.signing.models import Document, Signature, Signer
from app.signing.queries import paper_of, signatures_of
from app.signing.trail import Trail, trail_of

INSTITUTION, SIGNER = "institution", "signer"


@dataclass(frozen=True)
class Act:
    """One signature with its identity check and how the code's message went.

    shown: whether whoever gets the bundle gets this one's strokes and receipt.
    """

    place: int
    signer: Signer
    signature: Signature
    check: IdentityCheck | None
    message: Message | None
    shown: bool


@dataclass(frozen=True)
class Gathered:
    """All rows a bundle is made from."""

    document: Document
    revisions: Sequence[Seal]
    acts: Sequence[Act]
    trail: Trail
    whom: str

    @property
    def name(self) -> str:
        """What the file is called."""
        part = "" if self.document.position == 1 else f"-{self.document.position}"
        return f"{self.document.number}{part}-evidence.zip"

    @property
    def file_hash(self) -> str:
        """Of the paper in it."""
        return self.revisions[-1].file_hash


def gather(session: Session, document: Document, person_id: str = "") -> Gathered:
    """Read what the bundle needs: for the institution, or for one of the signers.

    Raises NotFound for a person who did not sign it, Refused SEAL_PENDING (409) before the seal.
    """
    signed = signatures_of(session, document)
    if person_id and person_id not in {signer.person_id for signer, _ in signed}:
        raise NotFound()
    query = select(Seal).where(Seal.document_id == document.id).order_by(Seal.revision)
    revisions = list(session.scalars(query))
    if not revisions:
        raise Refused("SEAL_PENDING", 409)
    return Gathered(
        document=document,
        revisions=revisions,
        acts=[
            _act(session, place, signer, signature, person_id in ("", signer.person_id))
            for place, (signer, signature) in enumerate(signed, start=1)
        ],
        trail=trail_of(session, document),
        whom=SIGNER if person_id else INSTITUTION,
    )


def pack(it: Gathered, roots: bytes) -> bytes:
    """The bundle. roots: what this deployment trusts (PEM), to go with it."""
    pdf = store().get(it.revisions[-1].store_key)
    signed = cut.signatures(pdf)
    files = {
        layout.PAPER: pdf,
        layout.AGREEMENT: cut.attachment(pdf, "agreement.json"),
        layout.EVIDENCE: cut.attachment(pdf, "evidence.json"),
        layout.ROOTS: roots,
        **cut.taken_apart(pdf, signed),
        **it.trail.files(),
        **_of_signers(it),
    }
    files[layout.README] = _readme(it, signed)
    files[layout.SUMS] = layout.sums(files)
    files[layout.MANIFEST] = layout.manifest(_facts(it), files)
    return container.write(files)


def _act(session: Session, place: int, signer: Signer, signature: Signature, shown: bool) -> Act:
    check = check_of(session, signature.identity_check_id)
    message = message_of(session, message_key(check.challenge_id)) if check else None
    return Act(place, signer, signature, check, message, shown)


def _of_signers(it: Gathered) -> dict[str, bytes]:
    files = {}
    for act in it.acts:
        if not act.shown:
            continue
        if act.check:
            files[layout.receipt_of(act.place)] = canonical_json(_receipt(act, act.check))
        if act.message:
            files[layout.message_of(act.place)] = canonical_json(_message(act.message))
        content = act.signature.content
        if content["method"] == "ink":
            files[layout.strokes_of(act.place)] = timed(parse_ink(content["content"]))
            files[layout.salt_of(act.place)] = f"{content['salt']}\n".encode()
    return files


def _receipt(act: Act, check: IdentityCheck) -> dict[str, Any]:
    """The check, masked, and the act it was for; paper and audit chain say the same."""
    return {
        "v": 1,
        "signer": act.place,
        "check": {
            **record_of(check),
            "challenge": check.challenge_id,
            "document_hash": check.document_hash,
            "request": check.request_id,
        },
        "signature": {"at": act.signature.at.isoformat(), "act_hash": act.signature.act_hash},
    }


def _message(message: Message) -> dict[str, Any]:
    answered = message.answered_at
    return {
        "v": 1,
        "channel": message.channel,
        "to": message.to_masked,
        "asked_at": message.created_at.isoformat(),
        "state": message.state,
        "state_at": message.at.isoformat(),
        "answered_at": answered.isoformat() if answered else None,
        "reason": message.reason,
        "provider_ref": message.provider_ref,
    }


def _facts(it: Gathered) -> dict[str, Any]:
    newest = it.revisions[-1]
    paper = {"revision": newest.revision, "level": newest.level, "file_hash": newest.file_hash}
    return {
        "for": it.whom,
        "number": it.document.number,
        "document_hash": it.document.document_hash,
        "paper": paper,
        "signers": [_signer(act) for act in it.acts],
    }


def _signer(act: Act) -> dict[str, Any]:
    method = act.signature.method
    return {"place": act.place, "method": method, "strokes": act.shown and method == "ink"}


def _readme(it: Gathered, signed: Sequence[cut.Signed]) -> bytes:
    with speaking("ko"):
        return readme(
            document=it.document,
            title=paper_of(it.document).title,
            file_hash=it.file_hash,
            whole=it.whom == INSTITUTION,
            acts=[(a, t(f"signing.role.{a.signer.role}"), _signer(a)) for a in it.acts],
            signed=list(zip(signed, it.revisions, strict=True)),
            trail=it.trail,
        )
