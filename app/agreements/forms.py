"""What an officer hands in to create a request: an order, checked field by field.

The command hands in JSON, the desk what was typed; both get the same problems in their own words
(`agreements.order.*`).
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as filled
from datetime import date, datetime
from typing import Any

from app.agreements.rules import period_end
from app.agreements.terms import Terms
from app.core import clock
from app.core.korean_ids import business_number_ok
from app.core.phone import digits
from app.core.texts import speaking, t
from app.core.won import percent

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
"""The days an order may name: whatever is reckoned from them stays within the calendar."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of an order; `sentence` says it in the present language."""

    field: str
    code: str
    params: Mapping[str, object] = filled(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The words of `agreements.order.<code>`."""
        return t(f"agreements.order.{self.code}", **self.params)


class WrongOrder(ValueError):
    """Everything that is wrong with an order; as text one English line each, for operators."""

    def __init__(self, problems: list[Problem]):
        super().__init__()
        self.problems = problems

    def __str__(self) -> str:
        with speaking("en"):
            lines = [(each.field, each.sentence) for each in self.problems]
        return "\n".join(f"{name}: {words}" if name else words for name, words in lines)


@dataclass(frozen=True)
class Bounds:
    """Between what the figures of an order must lie, both ends included."""

    amount: tuple[int, int] = (10_000, 10**12)
    years: tuple[int, int] = (1, 30)
    ratio_bps: tuple[int, int] = (1, 10_000)
    fee_bps: tuple[int, int] = (0, 10_000)


@dataclass(frozen=True)
class Order:
    """A checked order: which institution and branch, whose firm, on which terms.

    designated: the name (or person id) of the 각자대표 who signs the guarantee, where the firm has
    several.
    """

    institution: str
    branch: str
    business_number: str
    terms: Terms
    designated: str = ""


def read_order(text: str) -> Order:
    """Read a JSON order; raises WrongOrder with every problem found."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise WrongOrder([Problem("", "not_json", {"why": problem})]) from problem
    if not isinstance(given, dict):
        raise WrongOrder([Problem("", "no_object")])
    return check_order(given)


def check_order(given: Mapping[str, Any], bounds: Bounds = Bounds()) -> Order:
    """The order these fields make; raises WrongOrder with every problem found.

    Fields: institution (code), branch, business_number, product, amount (won), period_start
    (YYYY-MM-DD), years, ratio_bps, fee_bps, bank, purpose, deadline (ISO 8601 with offset) and,
    where the firm has several representatives, designated (a name).
    """
    return _Checker(given, bounds).order()


class _Checker:
    def __init__(self, given: Mapping[str, Any], bounds: Bounds):
        self.given = dict(given)
        self.bounds = bounds
        self.problems: list[Problem] = []

    def order(self) -> Order:
        order = Order(
            institution=self._words("institution", 20),
            branch=self._words("branch", 40),
            business_number=self._take("business_number", _business_number, "", "business_number"),
            terms=self._terms(),
        )
        if "designated" in self.given:
            order = replace(order, designated=self._words("designated", 40))
        self.problems += [Problem(name, "unknown") for name in self.given]
        if self.problems:
            raise WrongOrder(self.problems)
        return order

    def _terms(self) -> Terms:
        start = self._take("period_start", _day, FIRST, "day")
        years = self._whole("years", self.bounds.years)
        return Terms(
            product=self._words("product", 40),
            applicant="",
            amount=self._whole("amount", self.bounds.amount),
            period_start=start,
            period_end=period_end(start, years) if not self.problems else start,
            ratio_bps=self._whole("ratio_bps", self.bounds.ratio_bps, "rate"),
            fee_bps=self._whole("fee_bps", self.bounds.fee_bps, "rate"),
            bank=self._words("bank", 40),
            purpose=self._words("purpose", 40),
            deadline=self._take("deadline", _instant, clock.now(), "instant"),
        )

    def _take(self, name: str, read: Callable[[str], Any], default: Any, code: str) -> Any:
        value = self.given.pop(name, None)
        try:
            if isinstance(value, str):
                return read(value)
        except ValueError:
            pass
        self.problems.append(Problem(name, code))
        return default

    def _whole(self, name: str, bounds: tuple[int, int], code: str = "whole") -> int:
        value = self.given.pop(name, None)
        least, most = bounds
        if type(value) is int and least <= value <= most:
            return value
        write = percent if code == "rate" else "{:,}".format
        params = {"least": write(least), "most": write(most)}
        self.problems.append(Problem(name, code, params))
        return least

    def _words(self, name: str, most: int) -> str:
        value = self.given.pop(name, None)
        if isinstance(value, str) and 0 < len(value.strip()) <= most and value.isprintable():
            return unicodedata.normalize("NFC", value.strip())
        self.problems.append(Problem(name, "words", {"most": most}))
        return ""


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
