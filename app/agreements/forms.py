"""What an officer hands in to create a request: a JSON object, checked field by field."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.agreements.rules import period_end
from app.agreements.terms import Terms
from app.core import clock
from app.core.korean_ids import business_number_ok
from app.core.phone import digits

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
"""The days an order may name: whatever is reckoned from them stays within the calendar."""


class WrongOrder(ValueError):
    """Everything that is wrong with an order, one sentence each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Order:
    """A checked order: which institution and branch, whose firm, on which terms.

    designated: the name of the 각자대표 who signs the guarantee, where the firm has several.
    """

    institution: str
    branch: str
    business_number: str
    terms: Terms
    designated: str = ""


def read_order(text: str) -> Order:
    """Read a JSON order; raises WrongOrder with every problem found, in English for operators.

    Fields: institution (code), branch, business_number, product, amount (won), period_start
    (YYYY-MM-DD), years, ratio_bps, fee_bps, bank, purpose, deadline (ISO 8601 with offset) and,
    where the firm has several representatives, designated (a name).
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise WrongOrder([f"not JSON: {problem}"]) from problem
    if not isinstance(given, dict):
        raise WrongOrder(["the file must hold one JSON object"])
    return _Checker(given).order()


class _Checker:
    def __init__(self, given: Mapping[str, Any]):
        self.given = dict(given)
        self.problems: list[str] = []

    def order(self) -> Order:
        start = self._take("period_start", _day, FIRST, "a date YYYY-MM-DD")
        years = self._whole("years", 1, 30)
        order = Order(
            institution=self._words("institution", 20),
            branch=self._words("branch", 40),
            business_number=self._take("business_number", _business_number, "", _WRONG_BRN),
            terms=Terms(
                product=self._words("product", 40),
                applicant="",
                amount=self._whole("amount", 10_000, 10**12),
                period_start=start,
                period_end=period_end(start, years) if not self.problems else start,
                ratio_bps=self._whole("ratio_bps", 1, 10_000),
                fee_bps=self._whole("fee_bps", 0, 10_000),
                bank=self._words("bank", 40),
                purpose=self._words("purpose", 40),
                deadline=self._take(
                    "deadline",
                    _instant,
                    clock.now(),
                    _WRONG_DEADLINE,
                ),
            ),
        )
        if "designated" in self.given:
            order = replace(order, designated=self._words("designated", 40))
        self.problems += [f"{name}: not a field of an order" for name in self.given]
        if self.problems:
            raise WrongOrder(self.problems)
        return order

    def _take(self, name: str, read: Callable[[str], Any], default: Any, wanted: str) -> Any:
        value = self.given.pop(name, None)
        try:
            if isinstance(value, str):
                return read(value)
        except ValueError:
            pass
        self.problems.append(f"{name}: must be {wanted}")
        return default

    def _whole(self, name: str, least: int, most: int) -> int:
        value = self.given.pop(name, None)
        if type(value) is int and least <= value <= most:
            return value
        self.problems.append(f"{name}: must be a whole number from {least:,} to {most:,}")
        return least

    def _words(self, name: str, most: int) -> str:
        value = self.given.pop(name, None)
        if isinstance(value, str) and 0 < len(value.strip()) <= most and value.isprintable():
            return unicodedata.normalize("NFC", value.strip())
        self.problems.append(f"{name}: must be a text of 1 to {most} characters")
        return ""


_WRONG_DEADLINE = "an ISO 8601 time to come, with its offset (+09:00)"
_WRONG_BRN = "a business number whose check digit is right"


def _business_number(text: str) -> str:
    if not business_number_ok(text):
        raise ValueError(text)
    return digits(text)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or instant <= clock.now() or instant.year > LAST.year:
        raise ValueError(text)
    return instant


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if text != day.isoformat() or not FIRST <= day <= LAST:
        raise ValueError(text)
    return day
