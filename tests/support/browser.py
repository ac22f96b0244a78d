"""A real Chromium held like a phone, in front of the real server. One of each for all tests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from playwright.sync_api import sync_playwright as playwright

from app import create_app
from app.db.unit import database
from tests.support.databases import Databases
from tests.support.server import LiveServer

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
HANDSET: dict[str, Any] = {
    "viewport": {"width": 360, "height": 800},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "locale": "ko-KR",
    "timezone_id": "Asia/Seoul",
}
SIDEWAYS = {"width": 800, "height": 360}
PATIENCE = 60_000
"""Milliseconds to wait for something on a page."""

expect.set_options(timeout=PATIENCE)


class Handsets:
    """Phones to sign with, each its own: nothing is shared between them but the server.

    What no page may ever do is noted: a script that fails, something the content security
    policy stops, an address outside the house. `wrongs` is checked when the test ends.
    """

    def __init__(self, browser: Browser, url: str):
        self.wrongs: list[str] = []
        self._browser, self._url = browser, url
        self._contexts: list[BrowserContext] = []

    def new(self, **options: Any) -> Page:
        """A page on a new phone; options of Playwright's contexts win over the phone's."""
        context = self._browser.new_context(**{**HANDSET, "base_url": self._url, **options})
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.wrongs.append(f"script: {error.error}"))
        return context.new_page()

    def close(self) -> None:
        """Put every phone away."""
        for context in self._contexts:
            context.close()

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != urlsplit(self._url).netloc:
            self.wrongs.append(f"outside: {asked.netloc}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrongs.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of this run."""
    with playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The one server of this run, with its worker; tests that kill a server start their own."""
    url = databases.fresh()
    started = LiveServer(url, tmp_path_factory.mktemp("live") / "var")
    started.start()
    yield started
    started.stop()
    databases.drop(url)


@pytest.fixture
def live(server: LiveServer) -> LiveServer:
    """The server with fresh demo data."""
    server.reset()
    return server


@pytest.fixture
def inside(live: LiveServer) -> Iterator[Flask]:
    """This process bound to the live server's database, to look at rows or let time run out."""
    made = create_app(live.settings)
    yield made
    database().dispose()


@pytest.fixture
def own_server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of this test's own, not started yet, that it may kill and start as it likes."""
    made = LiveServer(database_url, tmp_path_factory.mktemp("own") / "var")
    yield made
    made.stop()


@pytest.fixture
def handsets(chromium: Browser, live: LiveServer) -> Iterator[Handsets]:
    """As many phones as the test wants, in front of the live server."""
    made = Handsets(chromium, live.url)
    yield made
    made.close()
    assert made.wrongs == []


@pytest.fixture
def phone(handsets: Handsets) -> Page:
    """One phone: Chromium at 360 x 800, three dots to the pixel, touch, Korean."""
    return handsets.new()


@pytest.fixture
def plain_phone(handsets: Handsets) -> Page:
    """One phone with JavaScript switched off."""
    return handsets.new(java_script_enabled=False)
