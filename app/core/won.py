"""Money is an integer of won. Here it becomes words; rounding is named where it happens."""

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


def _count(count: int) -> str:
    return f"{count // 1000}천" if count >= 1000 and count % 1000 == 0 else f"{count:,}"


def percent(bps: int) -> str:
    """Basis points as a percentage without idle zeros: `8500` -> `85%`, `100` -> `1.0%`."""
    whole, part = divmod(bps, 100)
    if not part:
        return f"{whole}%" if whole >= 10 else f"{whole}.0%"
    return f"{whole}.{part:02d}".rstrip("0") + "%"
