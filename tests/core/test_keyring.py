"""Sealed values open only where they were sealed, under a key that is on the ring."""

import pytest

from app.core.keyring import KeyRing, UnreadableValue, key_id

OLD, NEW, PEPPER = b"o" * 32, b"n" * 32, b"p" * 32


def ring(active: str = "new") -> KeyRing:
    return KeyRing(active, {"new": NEW, "old": OLD}, PEPPER)


def test_what_is_sealed_opens_again() -> None:
    sealed = ring().seal(b"010-0000-0001", "number_of_record.number")
    assert ring().open(sealed, "number_of_record.number") == b"010-0000-0001"
    assert b"0000" not in sealed


def test_two_sealings_of_one_value_differ() -> None:
    assert ring().seal(b"same", "x") != ring().seal(b"same", "x")


def test_after_rotation_old_values_still_open_and_new_ones_use_the_new_key() -> None:
    before = ring("old").seal(b"kept", "x")
    assert key_id(before) == "old"
    assert ring("new").open(before, "x") == b"kept"
    assert key_id(ring("new").seal(b"kept", "x")) == "new"


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(UnreadableValue):
        ring().open(ring().seal(b"kept", "person.rrn"), "person.mail")


@pytest.mark.parametrize("position", [0, 3, 8, 20, -1])
def test_one_changed_byte_does_not_open(position: int) -> None:
    sealed = bytearray(ring().seal(b"kept", "x"))
    sealed[position] ^= 1
    with pytest.raises(UnreadableValue):
        ring().open(bytes(sealed), "x")


def test_a_retired_key_does_not_open() -> None:
    sealed = ring("old").seal(b"kept", "x")
    with pytest.raises(UnreadableValue, match="not on the ring"):
        KeyRing("new", {"new": NEW}, PEPPER).open(sealed, "x")


def test_the_blind_index_finds_the_same_value_in_the_same_place_only() -> None:
    assert ring().blind("01000000001", "a") == ring("old").blind("01000000001", "a")
    assert ring().blind("01000000001", "a") != ring().blind("01000000001", "b")
    assert ring().blind("01000000001", "a") != ring().blind("01000000002", "a")


@pytest.mark.parametrize(
    ("active", "keys", "pepper"),
    [
        ("gone", {"new": NEW}, PEPPER),
        ("new", {"new": b"short"}, PEPPER),
        ("new", {"new": NEW}, b""),
    ],
)
def test_a_bad_ring_is_refused(active: str, keys: dict[str, bytes], pepper: bytes) -> None:
    with pytest.raises(ValueError):
        KeyRing(active, keys, pepper)
