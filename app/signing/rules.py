"""What may be signed, and when a document moves from state to state. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.core.errors import Refused

LOCKED, OPEN, PARTLY, CONCLUDED, VOID = "LOCKED", "OPEN", "PARTIALLY_SIGNED", "CONCLUDED", "VOID"

MOVES: dict[tuple[str, str], str] = {
    (LOCKED, "unlocked"): OPEN,
    (OPEN, "signed_by_one"): PARTLY,
    (OPEN, "signed_by_all"): CONCLUDED,
    (PARTLY, "signed_by_one"): PARTLY,
    (PARTLY, "signed_by_all"): CONCLUDED,
    (LOCKED, "voided"): VOID,
    (OPEN, "voided"): VOID,
    (PARTLY, "voided"): VOID,
    (CONCLUDED, "voided"): VOID,
}
"""Every move a document can make; a pair that is not here is refused."""

REFUSALS = {
    LOCKED: ("LOCKED", 409),
    CONCLUDED: ("ALREADY_SIGNED", 409),
    VOID: ("VOID", 410),
}


def move(state: str, event: str) -> str:
    """The state after `event`; raises Refused where the table has no such move."""
    if (state, event) not in MOVES:
        raise Refused(*REFUSALS.get(state, ("WRONG_STATE", 409)))
    return MOVES[(state, event)]


def missing_ticks(required: Iterable[str], ticked: Iterable[str]) -> list[str]:
    """The mandatory boxes that are not ticked, in the order of the paper."""
    done = set(ticked)
    return [key for key in required if key not in done]


def same_name(typed: str, registered: str) -> bool:
    """Whether a typed name is the registered one; spaces don't count (decision 58)."""
    return "".join(typed.split()) == "".join(registered.split()) != ""


def chosen(signature: Mapping[str, Any]) -> dict[str, str]:
    """The part of a draft signature that counts: the ink or the name, with its method."""
    method = signature.get("method", "")
    return {"method": method, "content": signature.get("ink" if method == "ink" else "name") or ""}


def act_hash(document_hash: str, ticks: Mapping[str, str], signature: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over what 약정 실행 commits to: the document, the ticks, the signature.

    A later change of ticks or ink gives another value, so the execution no longer holds.
    """
    act = {"document": document_hash, "ticks": sorted(ticks), "signature": chosen(signature)}
    text = json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
