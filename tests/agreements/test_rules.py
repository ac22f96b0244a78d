"""Every state against every event: the table says what moves, everything else is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.agreements import rules
from app.core.errors import Refused

STATES = (
    rules.REQUESTED,
    rules.IN_SIGNING,
    rules.COMPLETED,
    rules.DECLINED,
    rules.EXPIRED,
    rules.RECALLED,
)
EVENTS = ("executed", "concluded", "corrected", "declined", "expired", "recalled")
EXPECTED = {
    "REQUESTED": "IN_SIGNING - REQUESTED DECLINED EXPIRED RECALLED",
    "IN_SIGNING": "IN_SIGNING COMPLETED REQUESTED DECLINED EXPIRED RECALLED",
    "COMPLETED": "409 409 409 409 409 409",
    "DECLINED": "410 410 410 410 410 410",
    "EXPIRED": "410 410 410 410 410 410",
    "RECALLED": "410 410 410 410 410 410",
}


def outcome(state: str, event: str) -> str:
    try:
        return rules.move(state, event)
    except Refused as refusal:
        return "-" if refusal.code == "WRONG_STATE" else str(refusal.status)


@pytest.mark.parametrize("state", STATES)
def test_every_pair(state: str) -> None:
    assert " ".join(outcome(state, event) for event in EVENTS) == EXPECTED[state]


def test_an_open_request_is_over_at_the_deadline_itself() -> None:
    deadline = datetime(2026, 12, 7, 9, tzinfo=UTC)
    just_before = deadline - timedelta(microseconds=1)
    assert rules.state_at(rules.REQUESTED, deadline, just_before) == rules.REQUESTED
    assert rules.state_at(rules.REQUESTED, deadline, deadline) == rules.EXPIRED
    assert rules.state_at(rules.COMPLETED, deadline, deadline) == rules.COMPLETED


def test_numbers_grow_past_four_digits() -> None:
    assert rules.number(2026, 1) == "AR-2026-0001"
    assert rules.number(2026, 12345) == "AR-2026-12345"


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2026, 12, 1), 5, date(2031, 11, 30)),
        (date(2026, 3, 1), 1, date(2027, 2, 28)),
        (date(2028, 3, 1), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
    ],
)
def test_the_first_day_of_a_guarantee_counts(start: date, years: int, end: date) -> None:
    assert rules.period_end(start, years) == end
