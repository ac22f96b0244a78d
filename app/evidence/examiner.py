"""The process that stands ready to look into strangers' files: `python -m app.evidence.examiner`.

It has loaded what an examination needs and never sees a file itself. For each file it makes a copy
of itself, which reads the file, limits itself, answers and ends: whatever the file is made to do to
a parser, it does it there, with little time and memory and nothing worth having (decision 54).
It ends when nobody holds the other end of its door any more.
"""

import gc
import os
import resource
import signal
import socket
from importlib import import_module
from pathlib import Path
from types import FrameType

from app.core.texts import t
from app.evidence import letters
from app.evidence.bundles.report import report_on
from app.evidence.command import in_json
from app.evidence.examine import NO_ROOTS, REPORT, TAKEN
from app.evidence.keys import trust_bundle

SECONDS, MEMORY = 10, 1 << 30
"""What one file may cost: CPU seconds, and bytes of address space."""

LATE = ("cryptography.hazmat.backends.openssl.backend", "lxml.etree", "pyhanko.pdf_utils.filters")
"""What pyHanko loads only once it looks into a file."""


def limit(seconds: int = SECONDS, wall: float = 0) -> None:
    """Bound this process, for good: CPU seconds, memory, no file written, and seconds in all."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, wall)


def stand_ready(door: socket.socket) -> None:
    """Take files until the door is closed from the other side."""
    signal.signal(signal.SIGCHLD, _bury)
    _load()
    while True:
        asked, handed, _, _ = socket.recv_fds(door, 4096, 1)
        if not asked:
            return
        if os.fork() == 0:
            door.close()
            _look(asked, socket.socket(fileno=handed[0]))
        os.close(handed[0])
        door.sendall(TAKEN)


def _load() -> None:
    """What else every copy would load for itself."""
    for name in LATE:
        import_module(name)
    letters.load_faces()
    t("evidence.verify.holds")
    gc.freeze()


def _bury(_number: int, _frame: FrameType | None) -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _look(asked: bytes, stranger: socket.socket) -> None:
    """Answer to one file and end, in a process of one's own."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a file's words have no place in a log
        wall, trust = asked.decode().split(" ", 1)
        with stranger.makefile("rb") as file:
            content = file.read()
        stranger.sendall(_answer(content, Path(trust), float(wall)))
    finally:
        os._exit(0)


def _answer(content: bytes, trust: Path, wall: float) -> bytes:
    try:
        roots = trust_bundle(trust)
        limit(wall=wall)
        return REPORT + in_json(report_on(content, roots)).encode()
    except (OSError, ValueError):
        return NO_ROOTS


if __name__ == "__main__":
    stand_ready(socket.socket(fileno=0))
