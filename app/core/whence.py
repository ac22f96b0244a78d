"""Where the request at hand comes from: which kind of device, which network address."""

from contextvars import ContextVar
from typing import NamedTuple


class Whence(NamedTuple):
    """device: browser family and system, nothing finer; address: personal, never to be logged."""

    device: str = ""
    address: str = ""


NOWHERE = Whence()
_current: ContextVar[Whence] = ContextVar("whence", default=NOWHERE)


def begin(device: str = "", address: str = "") -> None:
    """Say where the request comes from that begins now; nothing for a job or a command."""
    _current.set(Whence(device, address))


def current() -> Whence:
    """The present request's; empty outside one."""
    return _current.get()
