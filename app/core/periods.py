"""Periods in years and months as 민법 157 and 160 count them."""

from calendar import monthrange
from datetime import date, timedelta

_LAST_YEAR = 9990


def last_day(start: date, *, years: int = 0, months: int = 0) -> date:
    """The last day of a period that begins after `start` (the start day itself isn't counted).

    It ends the day before the corresponding day of the last month; where that month lacks the day,
    on its last day (민법 160). Holidays never extend it here. Raises ValueError for a period of
    less than a month.
    """
    span = years * 12 + months
    if years < 0 or months < 0 or span == 0:
        raise ValueError("기간은 1개월 이상이어야 합니다.")
    if start.year + span // 12 > _LAST_YEAR:
        raise ValueError("기간이 너무 깁니다.")
    first = start + timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + span, 12)
    month += 1
    if first.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, first.day) - timedelta(days=1)
