"""The numbers of the policy, what a binding covers, how long a code is good."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.core.texts import LANGUAGES, catalogue
from app.identity import rules
from app.identity.challenges import REFUSALS
from app.identity.rules import Binding, Limits, good_until

BINDING = Binding("sign", "agreement:1", 1, "ab", 30_000_000, "01000000001", "s", "act")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


def test_the_default_policy() -> None:
    limits = Limits()
    assert (limits.life, limits.call_life, limits.tries) == (seconds(180), seconds(300), 5)
    assert [limits.wait(sent) for sent in range(6)] == [
        seconds(wait) for wait in (0, 30, 60, 120, 120, 120)
    ]
    assert (limits.number_per_hour, limits.number_per_day, limits.calls_per_hour) == (5, 10, 3)
    assert limits.patience.allowed == 10
    assert limits.patience.wait(9) is None
    assert [limits.patience.wait(tries) for tries in (10, 11, 12)] == [
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=2),
    ]
    assert limits.patience.wait(100) == timedelta(days=1)


def test_demo_mode_is_generous(app: Flask) -> None:
    assert rules.limits() is rules.GENEROUS


@pytest.mark.parametrize("field", [field.name for field in fields(Binding)])
def test_a_binding_covers_everything(field: str) -> None:
    value = getattr(BINDING, field)
    other = replace(BINDING, **{field: value + (1 if isinstance(value, int) else "x")})
    assert other.digest() != BINDING.digest()


def test_codes_are_six_digits_and_differ() -> None:
    codes = {rules.fresh_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(codes) > 190


@pytest.mark.parametrize(
    ("channel", "answered", "end"),
    [("sms", None, 180), ("call", None, 300), ("call", 20, 200), ("call", 200, 300)],
)
def test_how_long_a_code_is_good(channel: str, answered: int | None, end: int) -> None:
    picked_up = START + seconds(answered) if answered else None
    assert good_until(channel, START, picked_up, Limits()) == START + seconds(end)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", REFUSALS)
def test_every_refusal_has_its_own_sentence(outcome: str, language: str) -> None:
    sentences = catalogue(language)
    own = sentences[f"identity.refused.{outcome}"]
    assert list(sentences.values()).count(own) == 1
