"""What an outbox row adds to a business transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from statistics import median

from app.core.events import SYSTEM, Event
from app.db.unit import unit
from app.delivery import outbox
from app.delivery.rules import Lane
from bench.house import House
from bench.papers import cpu_ms
from bench.rows import Row

ROUNDS, TIMES = 7, 60
_numbers = count()


def measure(house: House) -> Iterator[Row]:
    """Turn by turn: an audited event alone, and with one row of work for nobody."""
    plain, more = [], []
    for _ in range(ROUNDS):
        plain.append(cpu_ms(lambda: business(0), TIMES))
        more.append(cpu_ms(lambda: business(1), TIMES))
    base, with_row = median(plain), median(more)
    name = f"audited event alone: {base:.2f} ms"
    yield Row(
        "transaction with an outbox row", with_row, "CPU-ms", with_row / base, name, "<= 1.25"
    )


def business(rows: int) -> None:
    """One transaction."""
    number = next(_numbers)
    with unit() as u:
        u.emit(Event("bench:thing:happened", f"bench:{number}", "", SYSTEM))
        for _ in range(rows):
            key = f"bench:{number}"
            outbox.put(u, "bench", key, {"number": number}, lane=Lane.BULK, due_at=FAR)


FAR = datetime(2099, 1, 1, tzinfo=UTC)
