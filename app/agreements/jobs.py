"""What the worker does for agreements."""

from collections.abc import Callable

from app.agreements import actions
from app.core.events import SYSTEM
from app.db.unit import Unit
from app.delivery.outbox import Finish, Job


def handlers() -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {"agreements.expire": expire, "agreements.remind": remind}


def expire(job: Job) -> Finish:
    """The deadline has come: end the request unless it is over or was extended."""

    def finish(u: Unit) -> None:
        actions.expire(u, job.payload["number"], SYSTEM)

    return finish


def remind(job: Job) -> Finish:
    """The deadline is near: remind whoever has not signed, once per row."""

    def finish(u: Unit) -> None:
        actions.remind(u, job.payload["number"], job.dedup_key.rpartition(":")[2], SYSTEM)

    return finish
