"""Looking into a stranger's file in a process of its own, without waiting for one to start.

The file goes out to a copy of the examiner (`examiner.py`), the report comes back as JSON.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

REPORT, NO_ROOTS = b"r", b"n"
"""What an answer begins with. There is none when the file cost more than it may."""
TAKEN = b"!"
"""Said at the examiner's door once a file is in somebody's hands."""
HOUSE = Path(__file__).parents[2]
"""Where `app` is to be found, from wherever the command was given."""
WALL = 20
"""Seconds after which an examination is ended however busy the machine is."""


def examine(pdf: bytes, trust: Path, *, patience: int = 1) -> dict[str, Any] | None:
    """The report on a file (`command.in_json`), or None where it cost more than it may.

    patience: how many times longer than on the web it may take where nobody else waits. Raises
    ValueError when the trusted roots cannot be read, and OSError when no examiner can be started.
    """
    answer = _answer(pdf, trust.resolve(), WALL * patience)
    if answer == NO_ROOTS:
        raise ValueError("no trusted roots")
    if not answer.startswith(REPORT):
        return None
    found: dict[str, Any] = json.loads(answer.removeprefix(REPORT))
    return found


def _answer(pdf: bytes, trust: Path, wall: float) -> bytes:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            EXAMINER.hand(theirs, f"{wall} {trust}")
        ours.settimeout(wall + 5)
        try:
            ours.sendall(pdf)
            ours.shutdown(socket.SHUT_WR)
            with ours.makefile("rb") as told:
                return told.read()
        except OSError:
            return b""


class Examiner:
    """The examiner of this process: started for the first file, and again should it have ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def hand(self, stranger: socket.socket, asked: str) -> None:
        """Give one end of a connection to a copy of the examiner. Raises OSError."""
        with self._lock:
            if not self._given(stranger, asked) and not self._given(stranger, asked):
                raise OSError("no examiner can be started")

    def end(self) -> None:
        """Let it go."""
        if self._door and self.process and self._owner == os.getpid():
            self._door.close()
            self.process.wait()
        self._door = self.process = None

    def _given(self, stranger: socket.socket, asked: str) -> bool:
        if self._door is None or self._owner != os.getpid():
            self._door = self._start()
        try:
            socket.send_fds(self._door, [asked.encode()], [stranger.fileno()])
            taken = self._door.recv(1) == TAKEN
        except OSError:
            taken = False
        if not taken:
            self.end()
        return taken

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        line = [sys.executable, "-m", "app.evidence.examiner"]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                line, stdin=theirs.fileno(), env={}, cwd=HOUSE, start_new_session=True
            )
        self._owner = os.getpid()
        return ours


EXAMINER = Examiner()
atexit.register(EXAMINER.end)
