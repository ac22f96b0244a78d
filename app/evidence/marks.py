"""A signature as the concluded paper shows it, and the evidence that travels with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core import clock
from app.evidence.canonical import canonical_json
from app.evidence.ink import Ink, geometry


@dataclass(frozen=True)
class Place:
    """Where someone is to sign: 공동대표 이시험."""

    role: str
    name: str


@dataclass(frozen=True)
class SignatureMark:
    """One binding act.

    ink: the strokes, or None for a typed name. method: how it was signed, in words
    (`손으로 쓴 서명`). identity: the check in words, masked. identity_record: the same for
    machines. commitment: hex over the timed strokes (`ink.commitment`). ticks and cautions:
    key -> instant it was set, None for a box left empty.
    """

    role: str
    name: str
    signed_at: datetime
    method: str
    identity: str
    ink: Ink | None = None
    commitment: str | None = None
    identity_record: Mapping[str, Any] = field(default_factory=dict)
    ticks: Mapping[str, datetime | None] = field(default_factory=dict)
    cautions: Mapping[str, datetime] = field(default_factory=dict)


def evidence_record(
    number: str,
    document_hash: str,
    presign_sha256: str,
    concluded_at: datetime,
    signatures: Sequence[SignatureMark],
    anchor: Mapping[str, Any] | None = None,
) -> bytes:
    """What travels in the paper about its conclusion: shapes and commitments, nothing raw.

    anchor: number and hash of the newest audit anchor at that instant, see `/verify/anchors`.
    """
    return canonical_json(
        {
            "v": 1,
            "number": number,
            "document_hash": document_hash,
            "presign_sha256": presign_sha256,
            "concluded_at": instant(concluded_at),
            "signers": [_signer(mark) for mark in signatures],
            "audit_anchor": dict(anchor) if anchor else None,
        }
    )


def instant(at: datetime) -> str:
    """An instant for machines, to the second: `2026-11-23T14:05:10+09:00`."""
    return clock.kst(at).isoformat(timespec="seconds")


def _signer(mark: SignatureMark) -> dict[str, Any]:
    return {
        "role": mark.role,
        "name": mark.name,
        "method": "name" if mark.ink is None else "ink",
        "signed_at": instant(mark.signed_at),
        "identity": dict(mark.identity_record),
        "ink": None if mark.ink is None else geometry(mark.ink),
        "ink_commitment": mark.commitment,
        "ticks": {key: at and instant(at) for key, at in mark.ticks.items()},
        "cautions": {key: instant(at) for key, at in mark.cautions.items()},
    }
