"""What the worker does for agreements."""

from collections.abc import Callable

from app.agreements import actions
from app.core.events import SYSTEM
from app.db.unit import Unit
from app.delivery.outbox import Finish, Job


def handlers() -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {"agreements.expire": expire}


def expire(job: Job) -> Finish:
    """The deadline has come: end the request unless it is over or was extended."""

    def finish(u: Unit) -> None:
        actions.expire(u, job.payload["number"], SYSTEM)

    return finish
