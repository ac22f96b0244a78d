"""Once a night: the audit chains are anchored, rows that serve nobody are thrown away."""

from datetime import datetime, time, timedelta

from app.accounts import recovery
from app.agreements import batches, drafts
from app.anchors import jobs as anchors
from app.archive import jobs as archive
from app.core import clock
from app.db.unit import Unit
from app.delivery import beat, outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.joining.actions import forget_joinings
from app.keys import jobs as keys
from app.privacy import reminders, retention

KIND = "upkeep"

KEPT = timedelta(days=30)
"""How long what is over stays to be looked at; longer than any window, wait or session."""

HOUR = time(3, 30)
"""In Seoul, when hardly anybody signs."""


def plan(u: Unit) -> None:
    """Ask for the coming night's upkeep, once however many workers ask; each night is a matter of
    its own."""
    coming = _next_time(u.now)
    key = f"{KIND}:{clock.kst(coming).date()}"
    outbox.put(u, KIND, key, {}, lane=Lane.BULK, due_at=coming, request_id="")


def work(job: Job) -> Finish:
    """Anchor the chains, strengthen papers, throw away what is over, ask for the next night."""
    return _night


def _night(u: Unit) -> None:
    anchors.drop(u)
    archive.plan(u)
    tidy(u)


def tidy(u: Unit) -> None:
    """Evidence goes when its time is over (`privacy.retention`); the chains are never touched."""
    retention.destroy_due(u)
    recovery.put_old_away(u)
    forget_joinings(u, u.now)
    reminders.remind(u)
    drafts.forget(u, u.now - KEPT)
    batches.forget(u, u.now - KEPT)
    beat.forget(u, u.now - KEPT)
    keys.watch(u)
    plan(u)


def _next_time(now: datetime) -> datetime:
    today = datetime.combine(clock.kst(now).date(), HOUR, clock.KST)
    return today if today > now else today + timedelta(days=1)
