"""Taking an answer: the checks every post passes, and the page of whoever lost a race."""

from collections.abc import Callable

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import actions
from app.agreements.journey import JOURNEY, sitting_at
from app.agreements.queries import Visit
from app.agreements.screens import ended
from app.agreements.screens.frame import frame_of, load_visit, to_step
from app.core.errors import Refused
from app.db.unit import unit
from app.signing.queries import Sitting
from app.signing.rules import LOCKED
from app.signing.screens.frame import Frame

Act = Callable[[Frame], Response]


def taken(number: str, key: str | None, act: Act) -> Response:
    """Let `act` answer the step `key` (None: the request as a whole) if it can be answered now."""
    visit = load_visit(number)
    page = _not_now(visit, key)
    if page:
        return page
    if key and not JOURNEY.may_open(key, visit):
        raise _out_of_order(visit, key)
    try:
        return act(frame_of(visit, key or "request"))
    except Refused as refusal:
        visit = load_visit(number)
        page = _not_now(visit, key)  # what came first explains more than the refusal
        if page is None and refusal.code == "SIGNER_CHANGED":
            with unit() as u:  # the refused one has changed nothing: the branch is told apart
                actions.signer_refused(u, number, current_user.person_id)
            return ended.replaced(visit)
        if page is None:
            raise
        return page


def _not_now(visit: Visit, key: str | None) -> Response | None:
    """Why this cannot be taken: the calm page, or None when it can."""
    sitting = sitting_at(visit, key) if key else _unfinished(visit)
    if sitting is None:
        raise Refused("NOT_DESIGNATED" if visit.designated_other else "NOT_SIGNER", 403)
    if sitting.signature:
        if sitting.answered_by(request.form.get("idempotency_key", "")):
            return to_step(visit.agreement.number, _done(key))
        return ended.already_signed(visit, sitting)
    if not visit.agreement.open:
        return ended.show(visit)
    if key != "request" and sitting.changed_since_seen:
        return ended.changed(visit)
    return None


def _unfinished(visit: Visit) -> Sitting | None:
    """The sitting the person has yet to sign; the last one when they have signed everything."""
    sittings = [each for each in (visit.guarantee, visit.pledge) if each]
    waiting = [each for each in sittings if each.signature is None]
    return next(iter(waiting or sittings[-1:]), None)


def _out_of_order(visit: Visit, key: str) -> Refused:
    sitting = sitting_at(visit, key)
    locked = sitting is not None and sitting.document.state == LOCKED
    return Refused("LOCKED" if locked else "OUT_OF_ORDER", 409)


def _done(key: str | None) -> str:
    return "pledge-done" if key and key.startswith("pledge") else "done"
