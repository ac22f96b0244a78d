"""What stands where in a bundle, and the list of it that goes with it."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from app.evidence.canonical import canonical_json

KIND = "dojang-evidence-bundle"
README, SUMS, MANIFEST, PAPER = "README.txt", "SHA256SUMS", "manifest.json", "paper.pdf"
AGREEMENT, EVIDENCE = "records/agreement.json", "records/evidence.json"
CHAIN, PROOFS = "audit/chain.jsonl", "audit/proofs.json"
ROOTS = "trust/roots.pem"

ALWAYS = frozenset(
    {README, SUMS, PAPER, AGREEMENT, EVIDENCE, CHAIN, PROOFS, ROOTS}
    | {"seal/envelope.der", "seal/signature.bin", "seal/timestamp.der"}
    | {"trust/seal.pem", "trust/timestamps.pem"}
)
"""What every bundle holds, beside its manifest."""

_SOMETIMES = re.compile(
    r"(strokes/[1-9]\d*\.(json|salt)|(identity|messages)/[1-9]\d*\.json|archive/[1-9]\d*\.der"
    r"|anchors/[1-9]\d*\.(json|p7s))"
)
"""What depends on how it was signed, who gets the bundle, and how old the paper is."""


def may_stand(name: str) -> bool:
    """Whether a bundle has a place for a file of that name."""
    return name in ALWAYS or _SOMETIMES.fullmatch(name) is not None


def strokes_of(place: int) -> str:
    """The timed strokes of who signed at that place of the paper, from 1."""
    return f"strokes/{place}.json"


def salt_of(place: int) -> str:
    """The salt of their commitment, in hexadecimal."""
    return f"strokes/{place}.salt"


def receipt_of(place: int) -> str:
    """How that signer's identity was checked."""
    return f"identity/{place}.json"


def message_of(place: int) -> str:
    """How the message with that signer's code went: the institution's own word."""
    return f"messages/{place}.json"


def sums(files: Mapping[str, bytes]) -> bytes:
    """The files as `sha256sum -c` reads them."""
    lines = (f"{sha256(files[name])}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def manifest(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The list of the files with their hashes, and the facts, in canonical JSON."""
    listed = {name: sha256(content) for name, content in files.items()}
    return canonical_json({"v": 1, "kind": KIND, **facts, "files": listed})


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
