"""What is attached to a sealed paper, against itself and against what its pages show.

A seal says who vouches for a file, not that its parts say the same: an institution whose own key
seals a page with another amount than its record is found out here.
"""

import hashlib
import json
import re
from typing import Any

from app.evidence.canonical import canonical_json
from app.evidence.drawn import is_drawn
from app.evidence.letters import unambiguous
from app.evidence.sealed import SealedPaper
from app.evidence.shown import shows

_COMMITMENT = re.compile(r"[0-9a-f]{64}")


def attached(paper: SealedPaper) -> bool:
    """The two records hash to what the paper states, and agree with one another.

    Each is written in the one canonical form: another reader cannot find another value in it.
    """
    stated = paper.hashes
    record, evidence = paper.attachments["agreement.json"], paper.attachments["evidence.json"]
    return (
        _sha256(record) == stated["document"] == paper.evidence["document_hash"]
        and _sha256(evidence) == stated["evidence"]
        and paper.record["presign_sha256"] == paper.evidence["presign_sha256"]
        and paper.record["data"].get("number", paper.evidence["number"]) == paper.evidence["number"]
        and all(canonical_json(json.loads(text)) == text for text in (record, evidence))
        and all(_ticked(paper.record["clauses"], each) for each in paper.evidence["signers"])
    )


def _ticked(clauses: dict[str, Any], signer: dict[str, Any]) -> bool:
    """Every tick that must be set is, and none is set that the paper does not have."""
    required = {tick["key"] for tick in clauses["ticks"] if tick["required"]}
    there = {tick["key"] for tick in clauses["ticks"]}
    ticked = {key for key, at in signer["ticks"].items() if at}
    return required <= ticked <= there


def shown(paper: SealedPaper) -> bool:
    """The pages say what the records say, to the letter, and nothing else."""
    return unambiguous(paper.reader.root) and shows(paper.reading, paper.record, paper.evidence)


def inked(paper: SealedPaper) -> bool:
    """The signatures on the pages are those of the record."""
    return is_drawn(paper.reading.drawings, paper.evidence["signers"])


def committed(paper: SealedPaper) -> bool:
    """Every drawn signature has a commitment to its timed strokes, of its own; no other has one."""
    signers = paper.evidence["signers"]
    found = [signer["ink_commitment"] for signer in signers if signer["method"] == "ink"]
    return (
        all(_COMMITMENT.fullmatch(commitment) for commitment in found)
        and len(set(found)) == len(found)
        and all(_apart(signer) for signer in signers)
    )


def _apart(signer: dict[str, Any]) -> bool:
    """Ink has a shape and a commitment, a typed name has neither."""
    drawn = signer["method"] == "ink"
    return [signer[key] is not None for key in ("ink", "ink_commitment")] == [drawn, drawn]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
