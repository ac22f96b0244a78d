"""States of a request, who must sign, numbers. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.core import clock
from app.core.business_days import is_business_day, previous_business_day
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


DRAFT, WAITING, RETURNED, SENT = "DRAFT", "WAITING", "RETURNED", "SENT"
"""작성 중; 결재 대기; 반려; 보냄."""

DRAFT_MOVES: dict[tuple[str, str], str] = {
    (DRAFT, "kept"): DRAFT,
    (RETURNED, "kept"): RETURNED,
    (DRAFT, "handed in"): WAITING,
    (RETURNED, "handed in"): WAITING,
    (DRAFT, "sent"): SENT,
    (RETURNED, "sent"): SENT,
    (WAITING, "returned"): RETURNED,
    (WAITING, "taken back"): DRAFT,
    (WAITING, "released"): SENT,
}
"""Every move of a request that is being composed; what is sent is no draft any more."""


def move_draft(state: str, event: str) -> str:
    """The state after `event`; raises Refused DRAFT_SENT, DRAFT_WAITING or DRAFT_NOT_WAITING."""
    if (state, event) in DRAFT_MOVES:
        return DRAFT_MOVES[(state, event)]
    codes = {SENT: "DRAFT_SENT", WAITING: "DRAFT_WAITING"}
    raise Refused(codes.get(state, "DRAFT_NOT_WAITING"), 409)


def fee(amount: int, fee_bps: int, start: date, end: date) -> int:
    """보증료 for the whole period in won: sum × yearly rate × days / 365, what is below a won cut
    off. Both the first and the last day count (decision 30).
    """
    days = (end - start).days + 1
    return amount * fee_bps * days // (10_000 * 365)


OPENING, CLOSING = time(9, 0), time(18, 0)
"""Between which reminders may reach people, on business days (B4-03)."""


def in_hours(now: datetime) -> bool:
    """Whether a reminder may reach somebody now."""
    here = clock.kst(now)
    return is_business_day(here.date()) and OPENING <= here.time() < CLOSING


def next_hours(now: datetime) -> datetime:
    """Now if that is within business hours, else when they begin next."""
    if in_hours(now):
        return now
    here = clock.kst(now)
    day = here.date() if here.time() < OPENING else here.date() + timedelta(days=1)
    while not is_business_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENING, clock.KST)


def check_reminder(
    sent: Sequence[datetime], now: datetime, deadline: datetime, *, most: int, hours: int
) -> datetime:
    """When the next reminder goes; refused REMIND_MOST, REMIND_SOON (409) or REMIND_LATE (422).

    sent: when staff reminded before, oldest first; most: in all; hours: between two of them.
    """
    if len(sent) >= most:
        raise Refused("REMIND_MOST", 409, most=most)
    if sent and now < sent[-1] + timedelta(hours=hours):
        again = clock.kst(sent[-1] + timedelta(hours=hours))
        raise Refused("REMIND_SOON", 409, hours=hours, time=f"{again:%Y.%m.%d %H:%M}")
    due = next_hours(now)
    if due >= deadline:
        raise Refused("REMIND_LATE", 422)
    return due


def check_extension(old: datetime, new: datetime, now: datetime, days: int) -> None:
    """Refuse EXTEND_EARLIER or EXTEND_FAR (422): only later, and by so many days at most."""
    if new <= old or new <= now:
        raise Refused("EXTEND_EARLIER", 422)
    if new > old + timedelta(days=days):
        raise Refused("EXTEND_FAR", 422, days=days)


WRONG, GOOD, QUEUED, FAILED = "WRONG", "GOOD", "QUEUED", "FAILED"
"""A line of a list: 고칠 줄; 보낼 수 있음; 처리 중; 보내지 못함. What became of it is WAITING
(for a second person) or SENT, as a draft's is."""

ROW_MOVES: dict[tuple[str, str], str] = {
    (GOOD, "confirmed"): QUEUED,
    (GOOD, "doubted"): WRONG,
    (QUEUED, "sent"): SENT,
    (QUEUED, "handed in"): WAITING,
    (QUEUED, "failed"): FAILED,
}
"""Every move of a line; one that is wrong stays so until the list comes again."""

MADE = frozenset({SENT, WAITING, FAILED})
"""Lines that are done with."""


def move_row(state: str, event: str) -> str:
    """The state after `event`; raises Refused WRONG_STATE (409) where there is no such move."""
    if (state, event) not in ROW_MOVES:
        raise Refused("WRONG_STATE", 409)
    return ROW_MOVES[(state, event)]
