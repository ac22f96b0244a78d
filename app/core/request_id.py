"""The number of the request (or job) at hand: on error pages, in logs, in the audit chain."""

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def begin() -> str:
    """Start a new one: `E-` and ten letters that are easy to read out."""
    value = "E-" + "".join(secrets.choice(_LETTERS) for _ in range(10))
    _current.set(value)
    return value


def resume(value: str) -> None:
    """Go on under the number of what asked for this; a new one where there was none."""
    if value:
        _current.set(value)
    else:
        begin()


def current() -> str:
    """The present one, or an empty text outside a request or job."""
    return _current.get()
