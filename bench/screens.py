"""Bytes and requests of each screen, as they go over the wire."""

from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from bench.house import House
from bench.phone import STEPS, Phone, new_phone
from bench.rows import Row
from tests.support.browser import CHROMIUM, FLAGS, HANDSET
from tests.support.signer import ANSWERS
from tests.support.wire import Answer, Wire


def measure(house: House) -> Iterator[Row]:
    """Each step by htmx and whole, then a first view in Chromium, then the files."""
    phone = new_phone(house)
    whole = Wire(house.server.url, {"Accept-Encoding": "br"}, phone.wire.cookies)
    for step in STEPS:
        yield from _screen(phone, whole, step)
        phone.answer(step, ANSWERS[step])
    yield from _screen(phone, whole, "identify")
    phone.answer("identify", {"code": phone.ask()})
    phone.take_home()
    yield from _screen(phone, whole, "done")
    yield from first_view(house, phone)


def _screen(phone: Phone, whole: Wire, step: str) -> Iterator[Row]:
    part, page = phone.wire.get(phone.at(step)), whole.get(phone.at(step))
    assert (part.status, page.status) == (200, 200), step
    yield Row(f"{step}: by htmx, 1 request", _kb(part), "KB", aim=f"body {part.wire[1]} B")
    yield Row(f"{step}: first HTML", _kb(page), "KB", aim=f"body {page.wire[1]} B; aim <= 5.5 KB")


def _kb(answer: Answer) -> float:
    return sum(answer.wire) / 1024


def first_view(house: House, phone: Phone) -> Iterator[Row]:
    """The list of agreements opened in an empty Chromium, as the network counts it."""
    asked: dict[str, tuple[str, str]] = {}
    sizes: dict[str, float] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        context = browser.new_context(**HANDSET)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": house.server.url}
                for name, value in phone.wire.cookies.items()
            ]
        )
        page = context.new_page()
        watch = context.new_cdp_session(page)
        watch.send("Network.enable")
        watch.on(
            "Network.responseReceived",
            lambda e: asked.update({e["requestId"]: (e["type"], e["response"]["url"])}),
        )
        watch.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
        )
        page.goto(f"{house.server.url}/agreements")
        page.wait_for_load_state("networkidle")
        browser.close()
    for each, (kind, _) in asked.items():
        yield Row(f"first view: {kind}", sizes[each] / 1024, "KB")
    yield Row("first view: requests", len(asked), "", aim="aim 2")
    total = sum(sizes.values()) / 1024
    yield Row("first view: everything", total, "KB", aim="aim 16; peers 1.0 MB, 1.9 MB")
