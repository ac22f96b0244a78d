"""A step's page against a bare Flask page on the same server settings, turn by turn."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from bench import processes
from bench.house import House, bare
from bench.phone import Phone, new_phone
from bench.rows import Row
from tests.support.wire import Wire

ROUNDS, PAGES = 7, 150


def measure(house: House) -> Iterator[Row]:
    """유의사항, signed in, as a whole page and as htmx asks for it."""
    phone = new_phone(house)
    phone.open(phone.at())
    phone.answer("request", {"version": "1"})
    whole = Wire(phone.wire.url, {"Accept-Encoding": "br"}, phone.wire.cookies)
    with bare() as (url, pid):
        floor = Wire(url)
        yield from compare("cautions, whole page", house, phone, whole, floor, pid)
        yield from compare("cautions, by htmx", house, phone, phone.wire, floor, pid)


def compare(
    name: str, house: House, phone: Phone, wire: Wire, floor: Wire, pid: int
) -> Iterator[Row]:
    """CPU and rate of the page, and both as fractions of the floor's."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_run(floor, "/", lambda: _cpu(pid)))
        ours.append(_run(wire, phone.at("cautions"), lambda: house.cpu("web")))
    cpu, rate = (median(values) for values in zip(*ours, strict=True))
    floor_cpu, floor_rate = (median(values) for values in zip(*theirs, strict=True))
    hello = f"hello: {floor_cpu * 1e6:.0f} us, {floor_rate:.0f}/s"
    yield Row(f"{name}: CPU", cpu * 1e3, "ms", floor_cpu / cpu, hello, "aim >= 0.15 of the floor")
    yield Row(f"{name}: one after the other", rate, "req/s", rate / floor_rate, hello)


def bare_page() -> float:
    """CPU seconds of a bare Flask page on the same server settings."""
    with bare() as (url, pid):
        floor = Wire(url)
        return median(_run(floor, "/", lambda: _cpu(pid))[0] for _ in range(ROUNDS))


def _cpu(pid: int) -> float:
    return sum(processes.cpu(each) for each in processes.family(pid))


def _run(wire: Wire, path: str, cpu: Callable[[], float]) -> tuple[float, float]:
    """CPU seconds a page, and pages a second."""
    before, start = cpu(), perf_counter()
    for _ in range(PAGES):
        assert wire.get(path).status == 200
    return (cpu() - before) / PAGES, PAGES / (perf_counter() - start)
