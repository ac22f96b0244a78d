"""Korean identifiers: 사업자등록번호, 법인등록번호, 주민등록번호; hyphens are optional."""

import re
from calendar import monthrange

_BUSINESS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_CORPORATE = (1, 2) * 6
_RESIDENT = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURY = {"9": 18, "0": 18, **dict.fromkeys("1256", 19), **dict.fromkeys("3478", 20)}
"""The seventh digit of an RRN says the century of birth (5 to 8: foreigners)."""


def business_number_ok(text: str) -> bool:
    """Whether it is a 사업자등록번호: ten digits, check digit right, not all zeros."""
    digits = _digits(text, "3-2-5")
    if digits is None or not any(digits):
        return False
    total = _weighted(digits, _BUSINESS) + digits[8] * 5 // 10
    return (10 - total % 10) % 10 == digits[9]


def business_number_hyphened(digits: str) -> str:
    """`0991200056` -> `099-12-00056`."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def corporate_number_check_ok(text: str) -> bool:
    """Whether a 법인등록번호's check digit is right.

    Numbers given since 2025-01-31 may have none: a mismatch is a warning, never a refusal.
    """
    digits = _digits(text, "6-7")
    if digits is None or not any(digits):
        return False
    return (10 - _weighted(digits, _CORPORATE) % 10) % 10 == digits[12]


def rrn_shape_ok(text: str) -> bool:
    """Whether it is shaped like a 주민등록번호: 13 digits that begin with a real birth date."""
    digits = _digits(text, "6-7")
    if digits is None:
        return False
    year = _CENTURY[str(digits[6])] * 100 + digits[0] * 10 + digits[1]
    month, day = digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def rrn_check_ok(text: str) -> bool:
    """Whether shape and check digit are right.

    Numbers given since October 2020 have no check digit: a mismatch never blocks.
    """
    digits = _digits(text, "6-7")
    if digits is None or not rrn_shape_ok(text):
        return False
    start = 13 if digits[6] in (5, 6, 7, 8) else 11
    return (start - _weighted(digits, _RESIDENT) % 11) % 10 == digits[12]


def _digits(text: str, shape: str) -> list[int] | None:
    """The digits, or None unless the text is those groups, joined or with hyphens or spaces."""
    groups = (rf"\d{{{size}}}" for size in shape.split("-"))
    if not re.fullmatch("[- ]?".join(groups), text.strip(), re.ASCII):
        return None
    return [int(sign) for sign in text if sign.isdecimal()]


def _weighted(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))
