"""Business days (영업일): not Saturday, not Sunday, not a public holiday or its substitute."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
"""As `date.weekday()` counts."""


def is_business_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether offices work that day; `closed` adds 임시공휴일 and an institution's own closures."""
    return day.weekday() < _SATURDAY and day not in closed and day not in _holidays(day.year)


def previous_business_day(day: date, closed: Collection[date] = ()) -> date:
    """The day itself if it is a business day, else the nearest one before it."""
    while not is_business_day(day, closed):
        day -= timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    """Public holidays, their substitutes and 노동절; the library is loaded when first asked."""
    import holidays

    return frozenset(holidays.country_holidays("KR", years=year, categories=("public", "bank")))
