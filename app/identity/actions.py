"""Sending a code, spending a try on it, using it. Spend and commit first; use it in a second unit:

with unit() as u:
    spent = spend_try(u, challenge_id, session_id, person_id)
with unit() as u:
    check = use_code(u, spent, typed, binding)
    ...                                        # what the check is for, in the same transaction
"""

import hmac
import logging
from datetime import datetime

from sqlalchemy import delete, select, update

from app.core import request_id
from app.db.types import new_id
from app.db.unit import Unit
from app.identity import queries, rules
from app.identity.challenges import Spent, emit, mac, refusal, sealed
from app.identity.models import Challenge, IdentityCheck
from app.identity.rules import Binding
from app.identity.sending import Wording, send_code, send_unseen
from app.limits import actions as limiter

__all__ = ["Spent", "Wording", "send_code", "send_unseen", "spend_try", "use_code"]

log = logging.getLogger(__name__)


def spend_try(u: Unit, challenge_id: str, session_id: str, person_id: str) -> Spent:
    """Spend one try before anybody looks at the code. The caller commits this unit by itself, so
    that a failure afterwards never gives the try back."""
    until = queries.locked_until(u.session, person_id, u.now)
    if until:
        return _refused(u, _found(u, challenge_id), person_id, Spent("locked", until=until))
    spend = (
        update(Challenge)
        .where(
            Challenge.id == challenge_id,
            Challenge.person_id == person_id,
            Challenge.session_id == session_id,
            Challenge.state == "sent",
            Challenge.tries < Challenge.max_tries,
            Challenge.expires_at > u.now,
        )
        .values(tries=Challenge.tries + 1)
        .returning(Challenge.id)
        .execution_options(synchronize_session=False)
    )
    counted = u.session.execute(spend).first() is not None
    challenge = _found(u, challenge_id)
    if challenge is None or not counted or queries.good_until(u.session, challenge) <= u.now:
        outcome = _why_not(challenge, session_id, person_id)
        return _refused(u, challenge, person_id, Spent(outcome, challenge_id))
    limiter.spend_try(u, queries.LOCK_SCOPE, person_id, rules.limits().patience)
    emit(u, challenge, "identity:code:tried", {"try": challenge.tries})
    return Spent("open", challenge_id, challenge.max_tries - challenge.tries)


def use_code(u: Unit, spent: Spent, code: str, binding: Binding) -> IdentityCheck:
    """Look at the code and use it up; exactly one of any number of parallel tries succeeds.

    Raises Refused (codes in `challenges.REFUSALS`), WRONG_CODE with `tries` left among them.
    """
    challenge = _found(u, spent.challenge_id) or _DUMMY
    # The same work whether or not there is such a challenge, both comparisons in constant time.
    right = hmac.compare_digest(challenge.mac, mac(challenge, rules.typed_code(code)))
    bound = hmac.compare_digest(challenge.binding, sealed(binding))
    if spent.outcome != "open":
        raise refusal(spent)
    if not bound:
        raise refusal(Spent("changed"))
    if not right:
        if _is_another_signers(u, challenge, code):
            log.warning("identity mismatch: challenge %s", challenge.id)
            raise refusal(Spent("foreign"))
        raise refusal(Spent("wrong" if spent.tries_left else "last_wrong", "", spent.tries_left))
    _use_up(u, challenge)
    limiter.forgive(u, queries.LOCK_SCOPE, challenge.person_id)
    check = _evidence(u, challenge, binding)
    emit(u, challenge, "identity:code:accepted", {"check": check.id})
    return check


def forget_challenges(u: Unit, before: datetime) -> int:
    """Throw away the codes, used or not, that were over by then (how many); the checks they led to
    stay."""
    gone = u.session.execute(delete(Challenge).where(Challenge.expires_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def void_codes(u: Unit, *, session_id: str = "", number: str = "") -> None:
    """Let every open code of a session, or to a number (digits) that is one's no longer, die."""
    theirs = (
        Challenge.session_id == session_id
        if session_id
        else Challenge.number_hash == queries.number_hash(number)
    )
    dead = update(Challenge).where(theirs, Challenge.state == "sent")
    u.session.execute(dead.values(state="superseded"))


def _found(u: Unit, challenge_id: str) -> Challenge | None:
    query = select(Challenge).where(Challenge.id == challenge_id)
    return u.session.scalar(query.execution_options(populate_existing=True))


def _why_not(challenge: Challenge | None, session_id: str, person_id: str) -> str:
    if challenge is None:
        return "missing"
    if challenge.person_id != person_id:
        return "foreign"
    if challenge.session_id != session_id:
        return "other_session"
    if challenge.state != "sent":
        return challenge.state
    return "dead" if challenge.tries >= challenge.max_tries else "expired"


def _refused(u: Unit, challenge: Challenge | None, person_id: str, spent: Spent) -> Spent:
    """Keep that somebody tried, on the chain of what the code was for."""
    if challenge is not None:
        facts = {"outcome": spent.outcome}
        emit(u, challenge, "identity:code:refused", facts, person_id)
    return spent


def _is_another_signers(u: Unit, challenge: Challenge, code: str) -> bool:
    """Whether the code was sent to somebody else who signs the same thing."""
    others = select(Challenge).where(
        Challenge.subject == challenge.subject,
        Challenge.person_id != challenge.person_id,
        Challenge.state == "sent",
        Challenge.expires_at > u.now,
    )
    typed = rules.typed_code(code)
    return any(
        hmac.compare_digest(other.mac, mac(other, typed)) for other in u.session.scalars(others)
    )


def _use_up(u: Unit, challenge: Challenge) -> None:
    use = (
        update(Challenge)
        .where(Challenge.id == challenge.id, Challenge.state == "sent")
        .values(state="used")
        .returning(Challenge.id)
        .execution_options(synchronize_session=False)
    )
    if u.session.execute(use).first() is None:
        raise refusal(Spent("used"))


def _evidence(u: Unit, challenge: Challenge, binding: Binding) -> IdentityCheck:
    check = IdentityCheck(
        id=new_id(),
        challenge_id=challenge.id,
        person_id=challenge.person_id,
        method=challenge.channel,
        number_masked=challenge.number_masked,
        number_hash=challenge.number_hash,
        binding=challenge.binding,
        document_hash=binding.document_hash,
        session_id=challenge.session_id,
        request_id=request_id.current(),
        at=u.now,
    )
    u.session.add(check)
    u.session.flush()
    return check


_DUMMY = Challenge(id="", person_id="", binding="0" * 64, mac="0" * 64)
