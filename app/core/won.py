"""Money is an integer of won. Here it becomes words; rounding is named where it happens."""

_DIGITS = "영일이삼사오육칠팔구"
_UNITS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))


def figures(amount: int) -> str:
    """`64000000` -> `64,000,000원`."""
    return f"{amount:,}원"


def spoken(amount: int) -> str:
    """The short form people say: `30000000` -> `3천만원`, `64000000` -> `6,400만원`."""
    parts = []
    rest = amount
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(_count(count) + unit)
    if rest or not parts:
        parts.append(f"{rest:,}")
    return " ".join(parts) + "원"


def in_hangul(amount: int) -> str:
    """The form papers bear, which no digit can be added to: `30000000` -> `금 삼천만원정`."""
    parts = []
    rest = amount
    for size, unit in (*_UNITS, (1, "")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(_digits(count) + unit)
    return f"금 {''.join(parts) or '영'}원정"


def _digits(count: int) -> str:
    """Up to four digits in Hangul, 일 always spoken: `1200` -> `일천이백`."""
    if count >= 10_000:
        raise ValueError(f"{count} does not fit into four digits")
    names = zip(f"{count:04d}", ("천", "백", "십", ""), strict=True)
    return "".join(_DIGITS[int(digit)] + place for digit, place in names if digit != "0")


def _count(count: int) -> str:
    return f"{count // 1000}천" if count >= 1000 and count % 1000 == 0 else f"{count:,}"


def percent(bps: int) -> str:
    """Basis points as a percentage without idle zeros: `8500` -> `85%`, `100` -> `1.0%`."""
    whole, part = divmod(bps, 100)
    if not part:
        return f"{whole}%" if whole >= 10 else f"{whole}.0%"
    return f"{whole}.{part:02d}".rstrip("0") + "%"
