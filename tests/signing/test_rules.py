"""What 약정 실행 commits to, and how a document moves."""

import pytest

from app.core.errors import Refused
from app.signing import rules

STATES = (rules.LOCKED, rules.OPEN, rules.PARTLY, rules.CONCLUDED, rules.VOID)
EVENTS = ("unlocked", "signed_by_one", "signed_by_all", "voided")
EXPECTED = {
    "LOCKED": "OPEN LOCKED LOCKED VOID",
    "OPEN": "WRONG_STATE PARTIALLY_SIGNED CONCLUDED VOID",
    "PARTIALLY_SIGNED": "WRONG_STATE PARTIALLY_SIGNED CONCLUDED VOID",
    "CONCLUDED": "ALREADY_SIGNED ALREADY_SIGNED ALREADY_SIGNED VOID",
    "VOID": "VOID VOID VOID VOID",
}


def outcome(state: str, event: str) -> str:
    try:
        return rules.move(state, event)
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("state", STATES)
def test_every_pair(state: str) -> None:
    assert " ".join(outcome(state, event) for event in EVENTS) == EXPECTED[state]


@pytest.mark.parametrize(
    ("typed", "same"),
    [("홍길동", True), (" 홍 길동 ", True), ("홍길순", False), ("", False), ("홍길동님", False)],
)
def test_only_the_registered_name_counts(typed: str, same: bool) -> None:
    assert rules.same_name(typed, "홍길동") is same


ACT = {
    "document_hash": "a" * 64,
    "ticks": {"x": "t1"},
    "signature": {"method": "name", "name": "홍"},
}


@pytest.mark.parametrize(
    "change",
    [
        {"document_hash": "b" * 64},
        {"ticks": {"x": "t1", "y": "t2"}},
        {"ticks": {}},
        {"signature": {"method": "name", "name": "김"}},
        {"signature": {"method": "ink", "ink": "홍"}},
    ],
)
def test_the_act_changes_with_document_ticks_and_signature(change: dict[str, object]) -> None:
    assert rules.act_hash(**ACT) != rules.act_hash(**{**ACT, **change})


def test_the_act_ignores_what_does_not_count() -> None:
    drawn_too = {"method": "name", "name": "홍", "ink": "left behind"}
    assert rules.act_hash(**ACT) == rules.act_hash(**{**ACT, "signature": drawn_too})


def test_missing_ticks_come_in_the_order_of_the_paper() -> None:
    assert rules.missing_ticks(["a", "b", "c"], ["b", "x"]) == ["a", "c"]
