"""Limits hold under parallel use, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.db.unit import reading, unit
from app.limits.actions import forgive, spend_try, take
from app.limits.models import LimitCounter
from app.limits.rules import Patience

HOUR = timedelta(hours=1)
FEW = Patience(3, timedelta(minutes=1), timedelta(minutes=4), timedelta(hours=1))


def taken(limit: int = 5, key: str = "01000000001") -> bool:
    with unit() as u:
        return take(u, "test", key, limit, HOUR)


def test_fifty_at_once_get_five(house: Flask) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(lambda _: taken(), range(50))) == 5


def test_keys_and_windows_are_apart(house: Flask, clock) -> None:
    assert [taken(1), taken(1), taken(1, "other")] == [True, False, True]
    clock.move(HOUR)
    assert taken(1)


def test_old_windows_are_swept_and_keys_unreadable(house: Flask, clock) -> None:
    taken()
    clock.move(HOUR)
    taken()
    with reading() as session:
        (row,) = session.scalars(select(LimitCounter))
    assert "01000000001" not in row.key_hash


def test_a_refused_transaction_takes_nothing(house: Flask) -> None:
    try:
        with unit() as u:
            assert take(u, "test", "key", 1, HOUR)
            raise RuntimeError
    except RuntimeError:
        assert taken(1, "key")


def spent() -> object:
    with unit() as u:
        return spend_try(u, "test", "key", FEW)


def test_twenty_tries_at_once_pass_three(house: Flask, clock) -> None:
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: spent(), range(20)))
    assert waits.count(None) == 3
    assert set(waits) == {None, clock() + timedelta(minutes=1)}


def test_waits_double_up_to_the_longest(house: Flask, clock) -> None:
    for _ in range(3):
        assert spent() is None
    for minutes in (1, 2, 4, 4):
        assert spent() == clock() + timedelta(minutes=minutes)
        clock.move(timedelta(minutes=minutes))
        assert spent() is None


def test_tries_are_forgotten_after_quiet_and_when_forgiven(house: Flask, clock) -> None:
    for _ in range(2):
        spent()
    clock.move(HOUR + timedelta(seconds=1))
    assert [spent(), spent(), spent()] == [None, None, None]
    with unit() as u:
        forgive(u, "test", "key")
    assert [spent(), spent(), spent()] == [None, None, None]
