"""For the desk's screens: one line that says whose data a page is about to show."""

from collections.abc import Iterable

from flask import request
from flask_login import current_user

from app.core import clock
from app.db.unit import reading, unit
from app.records import actions, queries
from app.records.models import Reason
from app.records.rules import DOWNLOADED, REVEALED, VIEWED, Looker


def looker() -> Looker:
    """The member of staff who asks, and where they sit."""
    who = current_user
    return Looker(who.institution_id, who.account_id, who.login_id, request.remote_addr or "")


def shows(
    people: Iterable[str],
    what: str,
    reference: str = "",
    *,
    action: str = VIEWED,
    reason: Reason | None = None,
) -> None:
    """Record what the page that is being made shows (`actions.looked_at`, in a unit of its own)."""
    found = list(people)
    if found:
        with unit() as u:
            actions.looked_at(u, looker(), found, what, reference, action=action, reason=reason)


def revealed(people: Iterable[str], what: str, reference: str = "") -> set[str]:
    """Of these people, whom the member of staff may see unmasked now; that they do is recorded."""
    with unit() as u:
        found = queries.reasons(u.session, current_user.account_id, people, clock.now())
        for person, reason in found.items():
            actions.looked_at(
                u, looker(), [person], what, reference, action=REVEALED, reason=reason
            )
    return set(found)


def reason_for(people: Iterable[str]) -> Reason | None:
    """The reason given in the last ten minutes that lets one take along what concerns all these
    people; None where one must be asked for first."""
    asked = set(people)
    with reading() as session:
        found = queries.reasons(session, current_user.account_id, asked, clock.now())
    return next(reversed(found.values())) if asked and asked == set(found) else None


def taken(
    people: Iterable[str], what: str, reference: str = "", reason: Reason | None = None
) -> None:
    """Record that somebody's data was taken along, and why. Without a reason: what one brought."""
    with unit() as u:
        actions.looked_at(u, looker(), people, what, reference, action=DOWNLOADED, reason=reason)
