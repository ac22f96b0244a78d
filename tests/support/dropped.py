"""Connections that break: a request that never leaves, or an answer that never arrives."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

EVERYTHING = "**/*"


@contextmanager
def requests_lost(page: Page) -> Iterator[None]:
    """Inside the block, no POST leaves the phone."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route(EVERYTHING, lose)
    yield
    page.unroute(EVERYTHING, lose)


@contextmanager
def answers_lost(page: Page) -> Iterator[None]:
    """Inside the block, every POST is done by the server and its answer never arrives."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route(EVERYTHING, lose)
    yield
    page.unroute(EVERYTHING, lose)
