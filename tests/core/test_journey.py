"""A journey answers three questions from answers alone."""

import pytest

from app.core.journey import Journey, Step

STEPS = ("read", "tick", "prove", "done")


def journey(*, one_way: str = "") -> Journey[set[str]]:
    return Journey(
        tuple(
            Step(key, number, lambda state, key=key: key in state, one_way=key == one_way)
            for number, key in enumerate(STEPS, start=1)
        )
    )


@pytest.mark.parametrize(
    ("answered", "frontier"),
    [
        (set(), "read"),
        ({"read"}, "tick"),
        ({"tick"}, "read"),
        ({"read", "tick"}, "prove"),
        ({"read", "prove"}, "tick"),
        (set(STEPS), "done"),
    ],
)
def test_frontier_is_the_first_step_without_its_answers(answered: set[str], frontier: str) -> None:
    assert journey().frontier(answered).key == frontier


def test_an_earlier_step_can_be_reopened_and_a_later_one_cannot() -> None:
    state = {"read"}
    assert [key for key in STEPS if journey().may_open(key, state)] == ["read", "tick"]


def test_nothing_before_a_one_way_step_can_be_reopened() -> None:
    state = {"read", "tick", "prove"}
    open_steps = [key for key in STEPS if journey(one_way="prove").may_open(key, state)]
    assert open_steps == ["done"]


def test_after_a_step_comes_the_next_and_after_the_last_nothing() -> None:
    assert journey().after("read", {"read"}).key == "tick"
    assert journey().after("read", {"read", "tick"}).key == "tick"
    assert journey().after("done", set(STEPS)).key == "done"


def test_an_unknown_step_cannot_be_opened() -> None:
    assert not journey().may_open("elsewhere", set())


def test_steps_that_do_not_apply_are_left_out() -> None:
    path = Journey(
        (
            Step("pledge", 1, lambda state: False, applies=lambda state: "corporation" in state),
            Step("done", 2, lambda state: False),
        )
    )
    assert path.frontier(set()).key == "done"
    assert path.frontier({"corporation"}).key == "pledge"
