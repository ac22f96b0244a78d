"""What an officer types into the compose form, and the order it makes: read leniently, kept as
typed, checked when it is handed in."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from app.agreements.forms import Problem
from app.core import clock
from app.core.business_days import previous_business_day
from app.core.korean_ids import business_number_ok
from app.core.phone import digits

FIELDS = (
    "business_number",
    "branch",
    "designated",
    "confirmed",
    "extract",
    "register",
    "product",
    "purpose",
    "amount",
    "bank",
    "period_start",
    "years",
    "ratio",
    "fee",
    "deadline_day",
    "deadline_time",
)
"""In the order of the page, which is the order problems are told in."""

CONTROLS = {
    "ratio_bps": "ratio",
    "fee_bps": "fee",
    "deadline": "deadline_day",
    "institution": "branch",
    "product": "product",
}
"""Field of an order -> the control it was typed into, where they are called differently; what is
about the firm as a whole stands at its number."""

LONGEST = 80
DAYS = 14
"""How long signers are given, if nobody says otherwise."""
EVENING = time(18, 0)
EXTRACT_DAYS = 90
"""How old an extract of the register may be (등기사항증명서는 3개월 이내)."""


def fresh() -> dict[str, str]:
    """What a new form begins with."""
    today = clock.today()
    return {
        "period_start": (today + timedelta(days=DAYS)).isoformat(),
        "deadline_day": previous_business_day(today + timedelta(days=DAYS)).isoformat(),
        "deadline_time": f"{EVENING:%H:%M}",
    }


def business_number(typed: Mapping[str, str]) -> str:
    """The ten digits, or nothing where it is no business number."""
    text = typed.get("business_number", "")
    return digits(text) if business_number_ok(text) else ""


def amount(typed: Mapping[str, str]) -> int | None:
    """The sum in won, once it is one."""
    found = whole(typed.get("amount", ""))
    return found if isinstance(found, int) else None


def deadline(typed: Mapping[str, str]) -> datetime | None:
    """When it ends, once day and time are there."""
    try:
        text = f"{typed.get('deadline_day', '')}T{typed.get('deadline_time', '')}:00"
        return datetime.fromisoformat(text).replace(tzinfo=clock.KST)
    except ValueError:
        return None


def day(text: str) -> date | None:
    """A date as browsers send it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def given(typed: Mapping[str, str], institution: str, branch: str) -> dict[str, Any]:
    """The fields of an order (`forms.check_order`); what is no figure stays as it was typed."""
    ends = deadline(typed)
    order = {
        "institution": institution,
        "branch": branch,
        "business_number": typed.get("business_number", ""),
        "product": typed.get("product", ""),
        "amount": whole(typed.get("amount", "")),
        "period_start": typed.get("period_start", ""),
        "years": whole(typed.get("years", "")),
        "ratio_bps": rate(typed.get("ratio", "")),
        "fee_bps": rate(typed.get("fee", "")),
        "bank": typed.get("bank", ""),
        "purpose": typed.get("purpose", ""),
        "deadline": ends.isoformat() if ends else "",
    }
    return {**order, "designated": typed["designated"]} if typed.get("designated") else order


def compared(typed: Mapping[str, str], register: str) -> list[Problem]:
    """What is missing of the officer's word that the register is as the extract says.

    register: its fingerprint now (empty where the firm is unknown).
    """
    found = []
    if typed.get("confirmed") != "yes":
        found.append(Problem("confirmed", "confirmed"))
    elif register and typed.get("register") != register:
        found.append(Problem("confirmed", "register_changed"))
    issued = day(typed.get("extract", ""))
    if not issued or not clock.today() - timedelta(days=EXTRACT_DAYS) <= issued <= clock.today():
        found.append(Problem("extract", "extract", {"days": EXTRACT_DAYS}))
    return found


def by_control(problems: list[Problem]) -> dict[str, str]:
    """Control -> the sentence that stands at it, in the order of the page."""
    found: dict[str, str] = {}
    for each in problems:
        name = CONTROLS.get(each.field, each.field)
        found.setdefault(name if name in FIELDS else "business_number", each.sentence)
    return {name: found[name] for name in FIELDS if name in found}


def rate(text: str) -> int | str:
    """Percent, with up to two places, in basis points."""
    plain = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?", text, re.ASCII)
    if plain is None:
        return text
    return int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0") or 0)


def whole(text: str) -> int | str:
    """A whole number, with or without separators and 원."""
    plain = re.sub(r"[\s,원]", "", text)
    return int(plain) if re.fullmatch(r"\d{1,15}", plain, re.ASCII) else text
