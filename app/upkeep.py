"""Once a night: the audit chains are anchored, rows that serve nobody are thrown away."""

from datetime import datetime, time, timedelta

from app.accounts import recovery
from app.accounts.actions import forget_sessions
from app.agreements import drafts
from app.anchors import jobs as anchors
from app.archive import jobs as archive
from app.core import clock
from app.db.unit import Unit
from app.delivery import beat, outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.identity.actions import forget_challenges
from app.joining.actions import forget_joinings
from app.keys import jobs as keys
from app.limits.actions import forget_counters
from app.signing.drafts import forget_drafts

KIND = "upkeep"

KEPT = timedelta(days=30)
"""How long what is over stays to be looked at; longer than any window, wait or session."""

HOUR = time(3, 30)
"""In Seoul, when hardly anybody signs."""


def plan(u: Unit) -> None:
    """Ask for the coming night's upkeep, once however many workers ask."""
    coming = _next_time(u.now)
    key = f"{KIND}:{clock.kst(coming).date()}"
    outbox.put(u, KIND, key, {}, lane=Lane.BULK, due_at=coming)


def work(job: Job) -> Finish:
    """Anchor the chains, strengthen papers, throw away what is over, ask for the next night."""
    return _night


def _night(u: Unit) -> None:
    anchors.drop(u)
    archive.plan(u)
    tidy(u)


def tidy(u: Unit) -> None:
    """Evidence (checks, signatures, the chains) is never touched: only what led to it."""
    before = u.now - KEPT
    forget_sessions(u, before)
    recovery.put_old_away(u)
    forget_challenges(u, before)
    forget_joinings(u, u.now)
    forget_counters(u, before)
    forget_drafts(u)
    drafts.forget(u, before)
    beat.forget(u, before)
    keys.watch(u)
    plan(u)


def _next_time(now: datetime) -> datetime:
    today = datetime.combine(clock.kst(now).date(), HOUR, clock.KST)
    return today if today > now else today + timedelta(days=1)
