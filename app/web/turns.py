"""Few requests work at a time, and none while its body is still on the way.

The web server reads a body only when it is asked for, in a thread of ours: two strangers who send a
byte a minute would keep both from everybody. So there are many threads to wait in and few turns to
work; and when too many bodies are on their way, the next is asked to come again, so that pages can
always be opened.
"""

import io
from collections.abc import Iterable
from threading import BoundedSemaphore
from typing import Any

from flask import Flask

THREADS = 32
"""Threads of the web server: those that only wait cost next to nothing."""

WAITING = 24
"""Bodies that may be on their way at the same time."""

CROWDED = "dojang.crowded"
"""In the environment of a request whose body was not waited for."""


class Turns:
    """A WSGI application around another one."""

    def __init__(self, app: Flask, at_once: int):
        self._inner = app.wsgi_app
        self._longest = int(app.config["MAX_CONTENT_LENGTH"])
        self._turns = BoundedSemaphore(at_once)
        self._waiting = BoundedSemaphore(WAITING)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Wait for the body, then for a turn; a body too long is left for the refusal to come."""
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and 0 < int(length) <= self._longest:
            self._fetch(environ, int(length))
        with self._turns:
            return self._inner(environ, start_response)

    def _fetch(self, environ: dict[str, Any], length: int) -> None:
        if not self._waiting.acquire(blocking=False):
            environ.update({CROWDED: True, "wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"})
            return
        try:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        finally:
            self._waiting.release()
