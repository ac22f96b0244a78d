"""Every pair of state and event; which version holds on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.editions import rules

STATES = (rules.DRAFT, rules.ASKED, rules.PUBLISHED, rules.DISCARDED)
EVENTS = ("edited", "asked", "sent-back", "published", "discarded")
D = date(2027, 1, 1)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_every_pair(state: str, event: str) -> None:
    if (state, event) in rules.MOVES:
        assert state in rules.OPEN_STATES
        return
    with pytest.raises(Refused) as refusal:
        rules.move(state, event)
    assert refusal.value.status == 409


def test_a_published_or_discarded_edition_moves_nowhere() -> None:
    assert {state for state, _ in rules.MOVES} == rules.OPEN_STATES


days = st.dictionaries(
    st.integers(1, 8), st.integers(-30, 30).map(lambda n: D + timedelta(days=n)), max_size=6
)


@given(days, st.integers(-40, 40))
def test_one_is_in_force_and_the_others_stand_before_or_behind_it(
    days: dict[int, date], on: int
) -> None:
    today = D + timedelta(days=on)
    standings = {version: rules.standing(days, version, today) for version in days}
    assert list(standings.values()).count(rules.IN_FORCE) == any(d <= today for d in days.values())
    for version, standing in standings.items():
        if standing == rules.SCHEDULED:
            assert days[version] > today


@given(days, st.integers(0, 9))
def test_the_first_day_keeps_newer_versions_behind_older_ones(
    days: dict[int, date], notice: int
) -> None:
    first = rules.first_day(days.values(), D, notice)
    assert first >= D + timedelta(days=notice)
    newest = max(days, default=0) + 1
    assert rules.in_force({**days, newest: first}, first) == newest


def test_four_eyes() -> None:
    rules.check_publisher(["a", "b"], "c")
    with pytest.raises(Refused, match="EDITION_OWN_WORK"):
        rules.check_publisher(["a", "b"], "a")
