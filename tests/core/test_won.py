"""Money in figures and as people say it."""

import pytest

from app.core import won


@pytest.mark.parametrize(
    ("amount", "spoken"),
    [
        (0, "0원"),
        (1, "1원"),
        (9_999, "9,999원"),
        (10_000, "1만원"),
        (30_000_000, "3천만원"),
        (64_000_000, "6,400만원"),
        (100_000_000, "1억원"),
        (200_000_000, "2억원"),
        (123_456_789, "1억 2,345만 6,789원"),
        (1_234_500_000_000, "1조 2,345억원"),
    ],
)
def test_spoken(amount: int, spoken: str) -> None:
    assert won.spoken(amount) == spoken


@pytest.mark.parametrize(
    ("amount", "hangul"),
    [
        (0, "금 영원정"),
        (10_000, "금 일만원정"),
        (30_000_000, "금 삼천만원정"),
        (110_500_001, "금 일억일천오십만일원정"),
        (1_234_567_890, "금 일십이억삼천사백오십육만칠천팔백구십원정"),
    ],
)
def test_in_hangul(amount: int, hangul: str) -> None:
    assert won.in_hangul(amount) == hangul


def test_figures() -> None:
    assert won.figures(64_000_000) == "64,000,000원"


@pytest.mark.parametrize(
    ("bps", "text"), [(8500, "85%"), (100, "1.0%"), (150, "1.5%"), (123, "1.23%"), (1000, "10%")]
)
def test_percent(bps: int, text: str) -> None:
    assert won.percent(bps) == text
