"""What staff do to a request that is out: remind, put off, take back, hand over at the counter.

Each press carries a key: a repeat, from whatever tab or device, finds it done and does nothing.
"""

from datetime import datetime

from sqlalchemy import select

from app.agreements import actions, rules
from app.agreements.deadlines import schedule
from app.agreements.models import AgreementAct, AgreementRequest
from app.agreements.officers import Officer
from app.agreements.telling import emit
from app.core.errors import NotFound
from app.core.events import Actor
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.rules import Lane
from app.parties.policies import EXTENSION_DAYS, REMIND_HOURS, REMINDERS_MOST, in_force

REMIND, EXTEND, RECALL, HAND_OVER = "remind", "extend", "recall", "hand-over"

KIND = "agreements.remind-asked"


def remind(u: Unit, number: str, officer: Officer, key: str) -> None:
    """Remind whoever has yet to sign: now, or when business hours begin (B4-03).

    Refused REMIND_MOST, REMIND_SOON (409), REMIND_LATE (422), or because the request is over.
    """
    request = _open(u, number, officer)
    if _done(u, key, request, REMIND):
        return
    rules.check_open(rules.state_at(request.state, request.deadline, u.now))
    sent = _times(u, request, REMIND)
    due = rules.check_reminder(
        sent,
        u.now,
        request.deadline,
        most=in_force(u.session, request.institution_id, REMINDERS_MOST),
        hours=in_force(u.session, request.institution_id, REMIND_HOURS),
    )
    _note(u, key, request, REMIND, officer)
    if due <= u.now:
        _remind(u, request, officer.actor, key)
        return
    about = {"number": number, "account": officer.account_id, "key": key}
    outbox.put(u, KIND, f"remind-asked:{key}", about, lane=Lane.BULK, due_at=due)
    facts = {"due": due.isoformat()}
    emit(u, request, "agreements:request:reminder-planned", officer.actor, facts)


def remind_as_asked(u: Unit, number: str, account_id: str, key: str) -> None:
    """The hour has come of a reminder asked for outside business hours; one that is over is not."""
    request = actions.locked(u, number)
    if rules.state_at(request.state, request.deadline, u.now) in rules.OPEN_STATES:
        _remind(u, request, Actor("staff", account_id), key)


def extend(u: Unit, number: str, officer: Officer, deadline: datetime, key: str) -> None:
    """Put the deadline off; reminders and the end follow, the signers are told.

    Refused EXTEND_EARLIER, EXTEND_FAR (422), or because the request is over.
    """
    request = _open(u, number, officer)
    if _done(u, key, request, EXTEND):
        return
    rules.check_open(rules.state_at(request.state, request.deadline, u.now))
    days = in_force(u.session, request.institution_id, EXTENSION_DAYS)
    rules.check_extension(request.deadline, deadline, u.now, days)
    _note(u, key, request, EXTEND, officer)
    facts = {
        "before": request.deadline.isoformat(),
        "deadline": deadline.isoformat(),
        "once": f"{deadline:%Y%m%d%H%M}",
    }
    request.deadline = deadline
    schedule(u, request)
    emit(u, request, "agreements:request:extended", officer.actor, facts)


def recall(u: Unit, number: str, officer: Officer, reason: str, key: str) -> None:
    """Take the request back with a reason its signers read; refused when it is over already."""
    request = _open(u, number, officer)
    if _done(u, key, request, RECALL):
        return
    _note(u, key, request, RECALL, officer)
    actions.recall(u, number, reason, officer.actor)


def hand_over(u: Unit, number: str, officer: Officer, key: str) -> None:
    """Record that the signer was shown, at the counter, where to sign; refused when it is over."""
    request = _open(u, number, officer)
    if _done(u, key, request, HAND_OVER):
        return
    rules.check_open(rules.state_at(request.state, request.deadline, u.now))
    _note(u, key, request, HAND_OVER, officer)
    emit(u, request, "agreements:request:handed-over", officer.actor, {"number": number})


def in_reach(request: AgreementRequest, officer: Officer) -> bool:
    """Whether it is the officer's institution's, and of the branch of one who has a branch."""
    inside = request.institution_id == officer.institution_id
    return inside and officer.branch_id in (None, request.branch_id)


def _open(u: Unit, number: str, officer: Officer) -> AgreementRequest:
    request = actions.locked(u, number)
    if not in_reach(request, officer):
        raise NotFound()
    return request


def _done(u: Unit, key: str, request: AgreementRequest, kind: str) -> bool:
    found = u.session.get(AgreementAct, key)
    if found is not None and (found.request_id, found.kind) != (request.id, kind):
        raise NotFound()
    return found is not None


def _note(u: Unit, key: str, request: AgreementRequest, kind: str, officer: Officer) -> None:
    account = officer.account_id
    u.session.add(
        AgreementAct(key=key, request_id=request.id, kind=kind, account_id=account, at=u.now)
    )
    u.session.flush()


def _times(u: Unit, request: AgreementRequest, kind: str) -> list[datetime]:
    mine = AgreementAct.request_id == request.id, AgreementAct.kind == kind
    return list(u.session.scalars(select(AgreementAct.at).where(*mine).order_by(AgreementAct.at)))


def _remind(u: Unit, request: AgreementRequest, actor: Actor, key: str) -> None:
    emit(u, request, "agreements:request:reminded", actor, {"once": key})
