"""What the worker does for agreements."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.agreements import actions, acts, batch_work, batches, voiding
from app.core.events import SYSTEM
from app.db.unit import Unit
from app.delivery.outbox import Finish, Job


def handlers(*, demo: bool) -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work. demo: whether papers say that they have no effect."""
    return {
        "agreements.expire": expire,
        "agreements.remind": remind,
        acts.KIND: remind_as_asked,
        batches.KIND: partial(batch_work.make, demo=demo),
        voiding.KIND: partial(voiding.issue, demo=demo),
    }


def expire(job: Job) -> Finish:
    """The deadline has come: end the request unless it is over or was extended."""

    def finish(u: Unit) -> None:
        actions.expire(u, job.payload["number"], SYSTEM)

    return finish


def remind(job: Job) -> Finish:
    """The deadline is near: remind whoever has not signed, once per row."""

    def finish(u: Unit) -> None:
        deadline = datetime.fromisoformat(job.payload["deadline"])
        actions.remind(u, job.payload["number"], deadline, job.payload["days"], SYSTEM)

    return finish


def remind_as_asked(job: Job) -> Finish:
    """Business hours have begun: remind as an officer asked."""

    def finish(u: Unit) -> None:
        about = job.payload
        acts.remind_as_asked(u, about["number"], about["account"], about["key"])

    return finish
