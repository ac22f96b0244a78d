"""Days as people type them."""

import pytest

from app.core.days import read_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19850101", "1985-01-01"),
        ("1985 0101", "1985-01-01"),
        ("1985.1.1", "1985-01-01"),
        ("1985. 1. 1.", "1985-01-01"),
        (" 1985-01-01 ", "1985-01-01"),
        ("1985/11/1", "1985-11-01"),
        ("1985111", None),
        ("198511", None),
        ("19850230", None),
        ("19850001", None),
        ("00000101", None),
        ("850101", None),
        ("１９８５０１０１", None),
        ("1985-01-01-01", None),
        ("", None),
    ],
)
def test_a_day_is_read_only_where_it_can_be_no_other(text: str, day: str | None) -> None:
    found = read_day(text)
    assert (found.isoformat() if found else None) == day
