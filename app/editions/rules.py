"""States of an edition, what is in force on a day, who may publish and for when. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from app.core.errors import Refused

DRAFT, ASKED, PUBLISHED, DISCARDED = "DRAFT", "ASKED", "PUBLISHED", "DISCARDED"

OPEN_STATES = frozenset({DRAFT, ASKED})

MOVES: dict[tuple[str, str], str] = {
    (DRAFT, "edited"): DRAFT,
    (ASKED, "edited"): DRAFT,
    (DRAFT, "asked"): ASKED,
    (ASKED, "asked"): ASKED,
    (ASKED, "sent-back"): DRAFT,
    (ASKED, "published"): PUBLISHED,
    (DRAFT, "discarded"): DISCARDED,
}
"""Every move an edition can make; a pair that is not here is refused. A change after publication
was asked for takes that back: what the second person reads is what is published."""

_REFUSALS = {PUBLISHED: "EDITION_PUBLISHED", DISCARDED: "EDITION_DISCARDED"}

SCHEDULED, IN_FORCE, PAST = "scheduled", "in-force", "past"

LAST_DAY = date(2999, 12, 31)

REASON = (2, 200)
"""Characters of the reason for sending a draft back: who drafted it reads it."""

KINDS: dict[str, tuple[str, ...]] = {
    "credit-guarantee": ("amount", "period_start", "period_end", "ratio_bps", "fee_bps"),
    "responsible-management": ("guarantee_hash",),
    "void-notice": ("document_hash",),
}
"""Template -> the data fields its words may never lose: what is agreed, or which paper is meant."""

SIGNED = frozenset({"credit-guarantee", "responsible-management"})
"""Templates of papers that are signed: they have articles, and a sentence above the signatures."""


def move(state: str, event: str) -> str:
    """The state after `event`; raises Refused (409) where the table has no such move."""
    if (state, event) not in MOVES:
        raise Refused(_REFUSALS.get(state, "WRONG_STATE"), 409)
    return MOVES[(state, event)]


def in_force(days: Mapping[int, date], on: date) -> int | None:
    """The one in force on a day, of published versions (version -> first day): the newest begun."""
    return max((version for version, day in days.items() if day <= on), default=None)


def standing(days: Mapping[int, date], version: int, on: date) -> str:
    """How a published version stands on a day. One that a newer version overtook is past."""
    if version == in_force(days, on):
        return IN_FORCE
    overtaken = any(newer > version and day <= days[version] for newer, day in days.items())
    return SCHEDULED if days[version] > on and not overtaken else PAST


def first_day(days: Iterable[date], today: date, notice: int) -> date:
    """The earliest day a version may take effect: after `notice` days, and not before those that
    are published already, so that of two versions the newer one always holds later."""
    return max([today + timedelta(days=notice), *days])


def check_publisher(hands: Iterable[str], person_id: str) -> None:
    """Refuse EDITION_OWN_WORK (409) whoever had a hand in it: four eyes see more than two."""
    if person_id in hands:
        raise Refused("EDITION_OWN_WORK", 409)
