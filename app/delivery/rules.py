"""Lanes, leases and waits of the outbox. Pure."""

from datetime import timedelta
from enum import IntEnum

LEASE = timedelta(seconds=60)
"""How long a worker may hold a row; far above the longest wait for a write lock."""

ATTEMPTS = 12
"""Tries before a message is given up and shown to staff."""


DEATHS = 6
"""Workers in a row that may die over one row before it is put aside: it may be what kills them."""


class Lane(IntEnum):
    """Who overtakes whom: codes go before everything, bulk waits for everything."""

    CODES = 0
    ANSWERS = 1
    PAPERS = 2
    BULK = 3


def wait_after(attempt: int) -> timedelta:
    """How long to wait before trying again: 1 s, 2 s, 4 s … at most ten minutes."""
    return timedelta(seconds=min(2 ** (attempt - 1), 600))


def given_up(lane: int, attempt: int) -> bool:
    """Whether to stop trying: a message grows stale, a concluded paper's seal is owed for ever."""
    return lane <= Lane.ANSWERS and attempt >= ATTEMPTS
