"""The web application, dying once at the signature: MORTAL says before or after its commit."""

import os
import signal
import threading
from typing import Any

from app.db.unit import Unit
from app.signing import actions
from wsgi import app

__all__ = ["app"]

_sign = actions.sign


def _die() -> None:
    signal.pthread_kill(threading.get_ident(), signal.SIGKILL)


def _sign_and_die(u: Unit, *args: Any) -> None:
    _sign(u, *args)
    if os.environ["MORTAL"] == "before":
        u.session.flush()
        _die()
    u.once_kept("die", _die)


actions.sign = _sign_and_die
