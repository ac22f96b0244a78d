"""A worker that dies, or freezes, at one chosen point of one kind of work:

    python -m tests.processes.mortal POINT KIND [SIGKILL|SIGSTOP] [LEASE SECONDS]

It is the product's own worker with one function wrapped from outside; the product knows nothing.
AHEAD in the environment says by how many seconds its clock goes ahead.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from sqlalchemy.orm import object_session

from app import wiring, worker
from app.agreements import actions as agreements
from app.agreements import drafts, release
from app.agreements import papers as agreement_papers
from app.config import from_environment
from app.core import clock
from app.delivery import outbox
from app.delivery.models import OutboxRow
from app.delivery.rules import Lane
from app.evidence import registry
from app.evidence.seal import Sealer
from app.gateways.demo_phone import DemoPhone
from app.signing import papers
from app.web import logs


@dataclass(frozen=True)
class Point:
    """A function after whose return the worker is hit; `about` names the argument with the kind:
    0 the first, -1 the result, None when only one kind of work comes here."""

    owner: Any
    name: str
    about: int | None = None


POINTS = {
    "before the claim is committed": Point(outbox, "_job", 0),
    "after the claim": Point(outbox, "claim", -1),
    "after rendering": Point(papers, "concluded"),
    "after sealing": Point(Sealer, "seal"),
    "after keeping the file": Point(registry, "keep_sealed"),
    "before the message is sent": Point(outbox, "renew", 0),
    "after the text was accepted": Point(DemoPhone, "send"),
    "after the mail was accepted": Point(DemoPhone, "post"),
    "after the call": Point(DemoPhone, "place"),
    "after the draft is kept": Point(drafts, "keep"),
    "after the number is taken": Point(drafts, "name"),
    "after the papers are rendered": Point(agreement_papers, "prepare"),
    "before the request is committed": Point(agreements, "release"),
    "after the request is sent": Point(release, "hand_in"),
    "before the completion is committed": Point(outbox, "_settle", 0),
    "after the completion": Point(outbox, "complete", 0),
}


def ambush(point: Point, kind: str, blow: signal.Signals) -> None:
    """Hit this process, once, when it comes to the point with work of the kind."""
    real: Callable[..., Any] = getattr(point.owner, point.name)
    waiting = [blow]

    @wraps(real)
    def wrapped(*args: Any, **more: Any) -> Any:
        result = real(*args, **more)
        subject = None if point.about is None else (*args, result)[point.about]
        if waiting and (point.about is None or getattr(subject, "kind", "") == kind):
            _write_out(subject)
            signal.pthread_kill(threading.get_ident(), waiting.pop())  # before the next line
        return result

    setattr(point.owner, point.name, wrapped)


def _write_out(subject: object) -> None:
    """What the transaction has done so far is really in the database, uncommitted, when we die."""
    session = object_session(subject) if isinstance(subject, OutboxRow) else None
    if session:
        session.flush()


def main(point: str, kind: str, blow: str = "SIGKILL", lease: str = "60") -> None:
    """Work until hit; the point "never" gives a worker that is only different by its lease."""
    outbox.LEASE = timedelta(seconds=int(lease))
    if blow == "SIGSTOP":  # one thread, so that no other is frozen while it holds the write lock
        worker.crews = lambda _cores: [tuple(Lane)]
    if point in POINTS:
        ambush(POINTS[point], kind, signal.Signals[blow])
    settings = from_environment()
    ahead = timedelta(seconds=float(os.environ.get("AHEAD", "0")))
    with clock.running_from(lambda: datetime.now(UTC) + ahead):
        wiring.assemble(settings)
        worker.Worker(settings).run()


if __name__ == "__main__":
    logs.install()
    main(*sys.argv[1:])
