"""Four writers in one process: python -m tests.processes.writers SECONDS

Each transaction counts and adds to an audit chain, both read-modify-write on rows all share. A
line on standard output for each that was committed: how long its turn was waited for, in ms.
"""

import os
import sys
import time
from datetime import timedelta
from threading import Thread

from app import wiring
from app.config import from_environment
from app.core.events import SYSTEM, Event
from app.db.unit import unit
from app.limits import actions as limiter

THREADS = 4
SHARED = 3
"""Chains that all writers add to."""


def write(number: int, until: float) -> None:
    """Transactions, one after the other, until the time is over."""
    while time.monotonic() < until:
        asked = time.perf_counter()
        with unit() as u:
            waited = time.perf_counter() - asked
            limiter.take(u, "writers", "all", 10**9, timedelta(days=3650))
            number += 1
            u.emit(Event("tests:writer:wrote", f"writers:{number % SHARED}", "", SYSTEM))
        os.write(1, f"{waited * 1000:.0f}\n".encode())


if __name__ == "__main__":
    wiring.assemble(from_environment())
    end = time.monotonic() + float(sys.argv[1])
    threads = [Thread(target=write, args=(number, end)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
