"""From `flask serve` to the first page, and what the parts hold in memory."""

import time
from collections.abc import Iterator
from statistics import median

from bench import processes
from bench.house import House, answers
from bench.rows import Row

STARTS = 5


def measure(house: House) -> Iterator[Row]:
    """Memory after everything measured before; then starts over the same data."""
    for part, pids in house.parts.items():
        yield Row(f"memory of the {part}", sum(map(processes.memory, pids)), "MB")
    starts = [start(house) for _ in range(STARTS)]
    yield Row("cold start to the first 200", median(starts), "s", aim="peers 14, 5.5")


def start(house: House) -> float:
    """Seconds until the start page is there."""
    house.server.stop()
    before = time.perf_counter()
    house.server.launch()
    while not answers(house.server.url):
        time.sleep(0.01)
    return time.perf_counter() - before
