"""Strangers who send slowly keep nobody from their page."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

from flask import Flask

from app.web.turns import CROWDED, THREADS, WAITING
from tests.support.server import LiveServer

HEAD = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na="
"""A post whose body never comes."""


def slow(live: LiveServer) -> socket.socket:
    stranger = socket.create_connection(("127.0.0.1", live.port))
    stranger.sendall(HEAD)
    return stranger


def crowded(live: LiveServer) -> bool:
    """Whether a post is asked to come again."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as honest:
        honest.sendall(
            HEAD.replace(b"100", b"2").replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")
        )
        return b" 503 " in honest.makefile("rb").readline()


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end


def test_bodies_that_do_not_come_leave_pages_open(live: LiveServer) -> None:
    with ExitStack() as strangers:
        for _ in range(WAITING + THREADS):
            strangers.enter_context(slow(live))
        wait_until(lambda: crowded(live))
        assert live.status("/healthz") == 200
        assert live.status("/login") == 200
    wait_until(lambda: not crowded(live))


def test_whoever_is_asked_to_come_again_reads_it_in_words(app: Flask) -> None:
    answer = app.test_client().post("/login", environ_base={CROWDED: True})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "<h1" in answer.text
