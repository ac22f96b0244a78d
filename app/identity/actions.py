"""Sending a code, spending a try on it, using it. Spend and commit first; use it in a second unit:

with unit() as u:
    spent = spend_try(u, challenge_id, session_id, person_id)
with unit() as u:
    check = use_code(u, spent, typed, binding)
    ...                                        # what the check is for, in the same transaction
"""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.core import clock, request_id, won
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.core.phone import digits, masked
from app.db.types import new_id, ring
from app.db.unit import Unit
from app.delivery import messages
from app.identity import queries, rules
from app.identity.models import Challenge, IdentityCheck
from app.identity.rules import Binding, Channel
from app.limits import actions as limiter

log = logging.getLogger(__name__)

CALLS, PERSON = "identity.calls", "identity.person"


@dataclass(frozen=True)
class Wording:
    """How message and call name the matter. short: the institution's name in a text message;
    institution: in full, for the call; purpose: 약정; host: of an https site, so that browsers can
    fill the code in themselves."""

    short: str
    institution: str
    purpose: str
    host: str = ""


@dataclass(frozen=True)
class Spent:
    """What a try met. outcome: `open` (the code may be looked at now), else why not: missing,
    foreign, other_session, used, superseded, expired, dead, locked."""

    outcome: str
    challenge_id: str = ""
    tries_left: int = 0
    until: datetime | None = None


def send_code(
    u: Unit,
    *,
    person_id: str,
    number: str,
    channel: Channel,
    binding: Binding,
    institution_id: str,
    wording: Wording,
) -> Challenge:
    """Send a fresh code to the number of record; an earlier code of this person dies.

    Raises Refused: CALL_ONLY, NUMBER_NOT_ALLOWED (422), SEND_TOO_SOON, SENDS_USED_UP,
    METHOD_LOCKED (429).
    """
    number = digits(number)
    rules.check_number(number, channel)
    _check_lock(u, person_id)
    _count_send(u, person_id, number, channel)
    _check_wait(u, person_id)
    _supersede(u, person_id)
    code = rules.fresh_code()
    challenge = _challenge(u, person_id, number, channel, binding, institution_id, code)
    _ask_delivery(u, challenge, number, code, binding.amount, wording)
    _emit(u, challenge, "identity:code:requested")
    return challenge


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
    _emit(u, challenge, "identity:code:tried", {"try": challenge.tries})
    return Spent("open", challenge_id, challenge.max_tries - challenge.tries)


def use_code(u: Unit, spent: Spent, code: str, binding: Binding) -> IdentityCheck:
    """Look at the code and use it up; exactly one of any number of parallel tries succeeds.

    Raises Refused (codes in `REFUSALS`), WRONG_CODE with `tries` left among them.
    """
    challenge = _found(u, spent.challenge_id) or _DUMMY
    # The same work whether or not there is such a challenge, both comparisons in constant time.
    right = hmac.compare_digest(challenge.mac, _mac(challenge, rules.typed_code(code)))
    bound = hmac.compare_digest(challenge.binding, _sealed(binding))
    if spent.outcome != "open":
        raise _refusal(spent)
    if not bound:
        raise _refusal(Spent("changed"))
    if not right:
        if _is_another_signers(u, challenge, code):
            log.warning("identity mismatch: challenge %s", challenge.id)
            raise _refusal(Spent("foreign"))
        raise _refusal(Spent("wrong" if spent.tries_left else "last_wrong", "", spent.tries_left))
    _use_up(u, challenge)
    limiter.forgive(u, queries.LOCK_SCOPE, challenge.person_id)
    check = _evidence(u, challenge, binding)
    _emit(u, challenge, "identity:code:accepted", {"check": check.id})
    return check


REFUSALS = {
    "missing": ("CODE_MISSING", 422),
    "foreign": ("IDENTITY_MISMATCH", 422),
    "other_session": ("OTHER_SESSION", 422),
    "changed": ("BINDING_CHANGED", 409),
    "used": ("CODE_USED", 409),
    "superseded": ("CODE_SUPERSEDED", 422),
    "expired": ("CODE_EXPIRED", 422),
    "dead": ("TRIES_USED_UP", 422),
    "last_wrong": ("TRIES_USED_UP", 422),
    "wrong": ("WRONG_CODE", 422),
    "locked": ("METHOD_LOCKED", 429),
}
"""Outcome -> code and status; the sentence stands under `identity.refused.<outcome>`."""


def _refusal(spent: Spent) -> Refused:
    code, status = REFUSALS[spent.outcome]
    key = f"identity.refused.{spent.outcome}"
    minutes = _minutes(spent.until) if spent.until else 0
    return Refused(code, status, key, tries=spent.tries_left, minutes=minutes)


def _minutes(until: datetime) -> int:
    return max(-(-(until - clock.now()) // timedelta(minutes=1)), 1)


def _check_lock(u: Unit, person_id: str) -> None:
    until = queries.locked_until(u.session, person_id, u.now)
    if until:
        raise _refusal(Spent("locked", until=until))


def _count_send(u: Unit, person_id: str, number: str, channel: Channel) -> None:
    within = rules.limits()
    counted = [
        (queries.HOURLY, number, within.number_per_hour, rules.HOUR),
        (queries.DAILY, number, within.number_per_day, rules.DAY),
        (PERSON, person_id, within.person_per_day, rules.DAY),
    ]
    if channel == "call":
        counted.append((CALLS, number, within.calls_per_hour, rules.HOUR))
    for scope, key, limit, window in counted:
        if not limiter.take(u, scope, key, limit, window):
            raise Refused("SENDS_USED_UP", 429, "identity.refused.sends_used_up")


def _check_wait(u: Unit, person_id: str) -> None:
    seconds = queries.wait_seconds(u.session, person_id, u.now)
    if seconds:
        raise Refused("SEND_TOO_SOON", 429, "identity.refused.send_too_soon", seconds=seconds)


def _supersede(u: Unit, person_id: str) -> None:
    u.session.execute(
        update(Challenge)
        .where(Challenge.person_id == person_id, Challenge.state == "sent")
        .values(state="superseded")
    )


def _challenge(
    u: Unit,
    person_id: str,
    number: str,
    channel: Channel,
    binding: Binding,
    institution_id: str,
    code: str,
) -> Challenge:
    within = rules.limits()
    challenge = Challenge(
        id=new_id(),
        institution_id=institution_id,
        subject=binding.agreement,
        purpose=binding.purpose,
        person_id=person_id,
        session_id=binding.session,
        channel=channel,
        number_masked=masked(number),
        number_hash=queries.number_hash(number),
        binding=_sealed(binding),
        max_tries=within.tries,
        created_at=u.now,
        expires_at=u.now + rules.longest_life(channel, within),
    )
    challenge.mac = _mac(challenge, code)
    u.session.add(challenge)
    u.session.flush()
    return challenge


def _ask_delivery(
    u: Unit, challenge: Challenge, number: str, code: str, amount: int, wording: Wording
) -> None:
    about = {"subject": challenge.subject, "institution_id": challenge.institution_id}
    key, late = queries.message_key(challenge.id), challenge.expires_at
    if challenge.channel == "call":
        script = {"institution": wording.institution, "amount": amount, "code": code}
        messages.call(u, number, script, key, late, **about)
        return
    params = {
        "institution": wording.short,
        "code": code,
        "purpose": wording.purpose,
        "amount": won.spoken(amount),
    }
    messages.send_code(u, number, params, key, late, host=wording.host, **about)


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
        _emit(u, challenge, "identity:code:refused", facts, person_id)
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
        hmac.compare_digest(other.mac, _mac(other, typed)) for other in u.session.scalars(others)
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
        raise _refusal(Spent("used"))


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


def _sealed(binding: Binding) -> str:
    """The binding's fingerprint; keyed, because a number can be guessed from a plain hash."""
    return ring().blind(binding.digest(), "identity.binding")


def _mac(challenge: Challenge, code: str) -> str:
    return ring().blind(f"{challenge.id}|{challenge.binding}|{code}", "identity.code")


_DUMMY = Challenge(id="", person_id="", binding="0" * 64, mac="0" * 64)


def _emit(
    u: Unit,
    challenge: Challenge,
    what: str,
    more: dict[str, Any] | None = None,
    person_id: str = "",
) -> None:
    person_id = person_id or challenge.person_id
    facts = {
        "challenge": challenge.id,
        "channel": challenge.channel,
        "number": challenge.number_masked,
        **(more or {}),
    }
    actor = Actor("person", person_id)
    u.emit(
        Event(what, challenge.subject, challenge.institution_id, actor, facts, person_id=person_id)
    )
