"""민법 157/160: the start day isn't counted, a missing day falls on the month's end."""

from datetime import date

import pytest

from app.core.periods import last_day

TWO_YEARS = [
    (date(2026, 3, 10), date(2028, 3, 10)),
    (date(2026, 1, 31), date(2028, 1, 31)),
    (date(2026, 2, 28), date(2028, 2, 29)),
    (date(2028, 2, 29), date(2030, 2, 28)),
    (date(2026, 12, 31), date(2028, 12, 31)),
    (date(2026, 11, 23), date(2028, 11, 23)),
]

TWO_MONTHS = [
    (date(2026, 7, 15), date(2026, 9, 15)),
    (date(2026, 6, 30), date(2026, 8, 31)),
    (date(2026, 4, 30), date(2026, 6, 30)),
    (date(2026, 8, 31), date(2026, 10, 31)),
    (date(2026, 12, 29), date(2027, 2, 28)),
    (date(2026, 12, 30), date(2027, 2, 28)),
    (date(2026, 12, 31), date(2027, 2, 28)),
    (date(2027, 12, 31), date(2028, 2, 29)),
]


@pytest.mark.parametrize(("start", "end"), TWO_YEARS)
def test_two_years(start: date, end: date) -> None:
    assert last_day(start, years=2) == end


@pytest.mark.parametrize(("start", "end"), TWO_MONTHS)
def test_two_months(start: date, end: date) -> None:
    assert last_day(start, months=2) == end


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert last_day(date(2027, 1, 31), months=1) == date(2027, 2, 28)


@pytest.mark.parametrize("span", [{}, {"years": -1}, {"months": -1}, {"years": 9000}])
def test_no_period_at_all_is_refused_in_words(span: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="기간"):
        last_day(date(2026, 1, 1), **span)
