"""A nudge from whoever wrote work to the worker on the same machine.

Only a hint over a Unix datagram socket: when it is lost, the worker's own polling finds the row.
"""

import contextlib
import os
import socket

_path = ""


def use(path: str) -> None:
    """Nudge the worker that listens at this socket path; an empty path turns nudging off."""
    global _path
    _path = path


def ring() -> None:
    """Tell the worker that there is work; never blocks, never fails."""
    if not _path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell, contextlib.suppress(OSError):
        bell.setblocking(False)
        bell.sendto(b"!", _path)


class Bell:
    """The worker's end: wait until nudged or until `timeout` seconds have passed."""

    def __init__(self, path: str):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(path)

    def wait(self, timeout: float) -> None:
        """Return when nudged, or after `timeout` seconds."""
        self._socket.settimeout(timeout)
        with contextlib.suppress(TimeoutError):
            self._socket.recv(16)
