"""CPU of whole journeys, and the time from the last press to the sealed paper in hand."""

import threading
import time
from collections.abc import Iterator
from statistics import median

from bench.house import House
from bench.page import bare_page
from bench.phone import Phone, new_phone, settle
from bench.rows import Row

JOURNEYS, ALONE, AT_ONCE = 7, 9, 8
PEERS = "peers: docassemble 0.28 (no seal), Documenso 0.60"


def measure(house: House) -> Iterator[Row]:
    """Journeys one after the other, then finishing alone and eight at once."""
    whole(new_phone(house), slowly=True)  # the first one warms everything up
    page = bare_page()
    yield from journeys(house, "sealed journey, steps alone", page, slowly=False)
    yield from journeys(house, "sealed journey, drafts and readings kept", page, slowly=True)
    alone = [finish(ready(house)) for _ in range(ALONE)]
    yield Row(
        "finish -> sealed PDF in hand, alone",
        median(alone) * 1000,
        "ms",
        aim="aim 120; peers 233, 364",
    )
    yield Row("  … the slowest of them", max(alone) * 1000, "ms")
    yield Row(
        f"finish -> sealed PDF in hand, {AT_ONCE} at once",
        together(house),
        "s",
        aim="aim 2 for the last",
    )


def journeys(house: House, name: str, page: float, *, slowly: bool) -> Iterator[Row]:
    """CPU seconds of web server and worker from opening the list to the sealed PDF, and in bare
    pages of `page` CPU seconds each."""
    web, worker, total = [], [], []
    for _ in range(JOURNEYS):
        phone = new_phone(house)
        settle()
        before = house.cpu("web"), house.cpu("worker")
        whole(phone, slowly=slowly)
        settle()
        web.append(house.cpu("web") - before[0])
        worker.append(house.cpu("worker") - before[1])
        total.append(web[-1] + worker[-1])
    cpu, floor = median(total), f"a bare page: {page * 1e6:.0f} us"
    yield Row(name, cpu, "CPU-s", cpu / page, floor, f"aim 0.09; {PEERS}")
    yield Row("  … in the web server", median(web), "CPU-s")
    yield Row("  … in the worker", median(worker), "CPU-s")


def whole(phone: Phone, *, slowly: bool) -> None:
    """One journey."""
    phone.walk(slowly=slowly)
    phone.answer("identify", {"code": phone.ask()})
    phone.take_home()


def ready(house: House) -> tuple[Phone, str]:
    """A phone with the code typed and nothing but the last press missing."""
    phone = new_phone(house)
    phone.walk(slowly=False)
    code = phone.ask()
    settle()
    return phone, code


def finish(prepared: tuple[Phone, str]) -> float:
    """Seconds from the press to the paper."""
    phone, code = prepared
    start = time.perf_counter()
    phone.answer("identify", {"code": code})
    phone.take_home()
    return time.perf_counter() - start


def together(house: House) -> float:
    """Seconds until the last of several who press at once has the paper."""
    prepared = [ready(house) for _ in range(AT_ONCE)]
    threads = [threading.Thread(target=finish, args=(each,)) for each in prepared]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start
