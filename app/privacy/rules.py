"""What becomes of a person's request, how long each kind of data is kept. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.core.errors import Refused

CORRECTION, ERASURE = "correction", "erasure"
KINDS = (CORRECTION, ERASURE)

ASKED, PREPARED, DONE, REFUSED = "ASKED", "PREPARED", "DONE", "REFUSED"
OPEN = (ASKED, PREPARED)

MOVES: dict[tuple[str, str, str], str] = {
    (CORRECTION, ASKED, "done"): DONE,
    (CORRECTION, ASKED, "refused"): REFUSED,
    (ERASURE, ASKED, "prepared"): PREPARED,
    (ERASURE, PREPARED, "done"): DONE,
    (ERASURE, ASKED, "refused"): REFUSED,
    (ERASURE, PREPARED, "refused"): REFUSED,
}
"""Every move a request can make: an erasure takes two people, hence two moves."""

WORDS = (4, 500)
"""Letters of what is asked, and of an answer."""
ANSWER_WITHIN = timedelta(days=10)
"""시행령 41, 43조: the answer is due within ten days."""


def move(kind: str, state: str, event: str) -> str:
    """The state after `event`; raises Refused RIGHTS_STATE (409) where there is no such move."""
    if (kind, state, event) not in MOVES:
        raise Refused("RIGHTS_STATE", 409)
    return MOVES[(kind, state, event)]


def number(year: int, serial: int) -> str:
    """`PR-2026-0001`."""
    return f"PR-{year}-{serial:04d}"


def receipt_digest(receipt: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over a receipt in canonical JSON."""
    text = json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Kind:
    """One line of the retention schedule.

    days: how long the house keeps it; policy: the institution's own choice in days or years.
    """

    key: str
    days: int = 0
    policy: str = ""


SCHEDULE = (
    Kind("drafts"),
    Kind("sessions", 30),
    Kind("challenges", 30),
    Kind("counters", 30),
    Kind("reasons", 30),
    Kind("outbox", 400),
    Kind("messages", policy="retain_messages"),
    Kind("unconcluded", policy="retain_unconcluded"),
    Kind("concluded", policy="retain_concluded"),
    Kind("accesses", policy="retain_accesses"),
    Kind("rights", policy="retain_rights"),
)
"""What is destroyed when; drafts the night their paper ends."""

HELD_BY_KIND = ("messages", "unconcluded", "concluded", "accesses")
"""What a hold on a request or a person keeps."""


def years_before(now: datetime, years: int) -> datetime:
    """The instant so many years ago; of 29 February, the 28th."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)


def years_after(day: date, years: int) -> date:
    """The day so many years later; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
