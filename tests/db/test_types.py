"""Ids: unguessable, in the order they were made, even within a millisecond and across threads."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from app.db.types import new_id


def test_ids_are_uuid_version_7() -> None:
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_come_in_order() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(20_000)))
    assert len(set(made)) == len(made)


def test_the_next_id_cannot_be_guessed() -> None:
    first, second = (uuid.UUID(new_id()).int for _ in range(2))
    assert second - first != 1
