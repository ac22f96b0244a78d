"""Business days of 2026 and 2027, every weekday closure pinned."""

from datetime import date, timedelta

import pytest

from app.core.business_days import is_business_day, previous_business_day

CLOSED = {
    2026: "01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 "
    "10-09 12-25",
    2027: "01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 "
    "12-27",
}

BEFORE = [
    (date(2026, 3, 12), date(2026, 3, 12)),
    (date(2026, 3, 7), date(2026, 3, 6)),
    (date(2026, 2, 18), date(2026, 2, 13)),
    (date(2026, 5, 25), date(2026, 5, 22)),
    (date(2026, 7, 17), date(2026, 7, 16)),
    (date(2026, 9, 27), date(2026, 9, 23)),
    (date(2026, 12, 27), date(2026, 12, 24)),
    (date(2027, 1, 1), date(2026, 12, 31)),
    (date(2027, 5, 3), date(2027, 4, 30)),
    (date(2027, 6, 6), date(2027, 6, 4)),
    (date(2028, 2, 29), date(2028, 2, 29)),
]


@pytest.mark.parametrize("year", CLOSED)
def test_weekdays_that_are_closed(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    closed = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_business_day(day)]
    assert closed == CLOSED[year].split()


@pytest.mark.parametrize(("day", "before"), BEFORE)
def test_the_day_itself_or_the_business_day_before(day: date, before: date) -> None:
    assert previous_business_day(day) == before


def test_a_closure_of_ones_own_is_no_business_day() -> None:
    day = date(2026, 3, 12)
    assert previous_business_day(day, closed={day}) == date(2026, 3, 11)


def test_labour_day_was_only_the_banks_before_2026() -> None:
    assert not is_business_day(date(2025, 5, 1))
