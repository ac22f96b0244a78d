"""States of a request, who must sign, numbers. Pure."""

from datetime import date, datetime, time, timedelta

from app.core import clock
from app.core.business_days import previous_business_day
from app.core.errors import Refused
from app.core.periods import last_day

REQUESTED, IN_SIGNING, COMPLETED = "REQUESTED", "IN_SIGNING", "COMPLETED"
DECLINED, EXPIRED, RECALLED = "DECLINED", "EXPIRED", "RECALLED"

STATES = (REQUESTED, IN_SIGNING, COMPLETED, DECLINED, EXPIRED, RECALLED)
OPEN_STATES = frozenset({REQUESTED, IN_SIGNING})

MOVES: dict[tuple[str, str], str] = {
    (REQUESTED, "executed"): IN_SIGNING,
    (IN_SIGNING, "executed"): IN_SIGNING,
    (IN_SIGNING, "concluded"): COMPLETED,
    (IN_SIGNING, "corrected"): REQUESTED,
    (REQUESTED, "corrected"): REQUESTED,
    **{
        (state, event): end
        for state in (REQUESTED, IN_SIGNING)
        for event, end in (("declined", DECLINED), ("expired", EXPIRED), ("recalled", RECALLED))
    },
}
"""Every move a request can make (C2-06); a pair that is not here is refused."""

_REFUSALS = {
    COMPLETED: ("ALREADY_SIGNED", 409),
    DECLINED: ("DECLINED", 410),
    EXPIRED: ("EXPIRED", 410),
    RECALLED: ("RECALLED", 410),
}


def move(state: str, event: str) -> str:
    """The state after `event`; raises Refused (409 or 410) where the table has no such move."""
    if (state, event) not in MOVES:
        raise Refused(*_REFUSALS.get(state, ("WRONG_STATE", 409)))
    return MOVES[(state, event)]


def state_at(state: str, deadline: datetime, now: datetime) -> str:
    """The state as it counts now: an open request is over the moment its deadline is reached."""
    return EXPIRED if state in OPEN_STATES and now >= deadline else state


def check_open(state: str) -> None:
    """Refuse whatever needs an open request, with the reason it is not."""
    if state not in OPEN_STATES:
        raise Refused(*_REFUSALS[state])


def period_end(start: date, years: int) -> date:
    """The last day of a guarantee of so many years whose first day counts (민법 157 단서)."""
    return last_day(start - timedelta(days=1), years=years)


REMINDERS = (3, 1)
"""Days before the deadline on which those who have not signed are reminded."""

MORNING = time(10, 0)


def remind_at(deadline: datetime, days: int) -> datetime:
    """When to remind: in the morning, on a business day, at the latest so many days before.

    Reminders keep business hours (B4-03); on a closed day they go on the business day before.
    """
    day = previous_business_day(clock.kst(deadline).date() - timedelta(days=days))
    return datetime.combine(day, MORNING, clock.KST)


def number(year: int, serial: int) -> str:
    """`AR-2026-0001`; the serial grows past four digits."""
    return f"AR-{year}-{serial:04d}"
