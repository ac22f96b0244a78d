"""Korean telephone numbers: digits, kinds, and what each kind may be used for (own table)."""

import re
from enum import Enum


class Kind(Enum):
    """What a number is, as far as its prefix tells."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    VOIP = "voip"
    PERSONAL = "personal"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    REPRESENTATIVE = "representative"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


_AREAS = "02|031|032|033|041|042|043|044|051|052|053|054|055|061|062|063|064"

_TABLE = (
    (Kind.MOBILE, r"(01[016789])(\d{3,4})(\d{4})"),
    (Kind.LANDLINE, rf"({_AREAS})(\d{{3,4}})(\d{{4}})"),
    (Kind.VOIP, r"(070)(\d{4})(\d{4})"),
    (Kind.PERSONAL, r"(050\d)(\d{3,4})(\d{4})"),
    (Kind.TOLL_FREE, r"(080)(\d{3,4})(\d{4})"),
    (Kind.PREMIUM, r"(060)(\d{3,4})(\d{4})"),
    (Kind.REPRESENTATIVE, r"(1[568]\d{2})(\d{4})"),
)


def digits(text: str) -> str:
    """The number as we keep it: digits only, `+82` written as the leading 0.

    Other countries' numbers keep their `+`. Raises ValueError for anything but digits, spaces,
    hyphens, dots and brackets.
    """
    plain = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+?\d{3,15}", plain, re.ASCII):
        raise ValueError("전화번호는 숫자와 붙임표로 적어 주세요.")
    if plain.startswith("+82"):
        return "0" + plain[3:].removeprefix("0")
    return plain


def kind(text: str) -> Kind:
    """What the number is; a prefix or length we don't know is UNKNOWN. Raises like `digits`."""
    plain = digits(text)
    if plain.startswith(("+", "00")):
        return Kind.FOREIGN
    found = (kind for kind, pattern in _TABLE if re.fullmatch(pattern, plain, re.ASCII))
    return next(found, Kind.UNKNOWN)


def may_text(text: str) -> bool:
    """Whether text messages reach it: mobile numbers alone."""
    return kind(text) is Kind.MOBILE


def may_call(text: str) -> bool:
    """Whether a code may be read out to it: mobile and fixed lines.

    070, 050, 060, 080, representative and foreign numbers are tied to no place or device.
    """
    return kind(text) in (Kind.MOBILE, Kind.LANDLINE)


def may_be_of_record(text: str) -> bool:
    """The same of whatever was typed: False, too, of what is no number at all."""
    try:
        return may_call(text)
    except ValueError:
        return False


def hyphened(text: str) -> str:
    """As people write it: `010-0000-0001`; a number of unknown kind stays as it is."""
    return "-".join(_groups(text))


def masked(text: str) -> str:
    """What may be shown: `010-****-0001`; only the last four digits of an unknown kind."""
    *front, tail = _groups(text)
    if not front:
        return "*" * max(len(tail) - 4, 0) + tail[-4:]
    return "-".join([front[0], *("*" * len(part) for part in front[1:]), tail])


def _groups(text: str) -> list[str]:
    plain = digits(text)
    for _, pattern in _TABLE:
        match = re.fullmatch(pattern, plain, re.ASCII)
        if match:
            return list(match.groups())
    return [plain]
