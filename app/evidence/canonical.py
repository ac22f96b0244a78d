"""One way to write a value down, so that its hash means the same to everyone."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, is_dataclass
from typing import Any

from app.evidence.papers import PARTS, Paper


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys, NFC text, no spaces; integers only.

    Raises ValueError for floats, for anything JSON has no word for, and for two keys that would
    become one: different values are never written alike.
    """
    text = json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def document_record(paper: Paper, presign_sha256: str) -> bytes:
    """What a signer agrees to, written down: template, data, every word, the PDF they could read.

    These bytes travel inside the concluded paper; their SHA-256 is the document hash.
    """
    return canonical_json(
        {
            "template": paper.template.id,
            "version": paper.template.version,
            "data": dict(paper.data),
            "clauses": {part: getattr(paper, part) for part in PARTS},
            "presign_sha256": presign_sha256,
        }
    )


def document_hash(paper: Paper, presign_sha256: str) -> str:
    """약정 내용 확인값: what signatures, codes and certificates bind to (hex)."""
    return hashlib.sha256(document_record(paper, presign_sha256)).hexdigest()


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if isinstance(value, dict):
        found = {_normal(str(key)): _normal(item) for key, item in value.items()}
        if len(found) < len(value):
            raise ValueError("one key is there twice, written in two ways")
        return found
    if is_dataclass(value) and not isinstance(value, type):
        return _normal(asdict(value))
    raise ValueError(f"canonical JSON has no {type(value).__name__}")
