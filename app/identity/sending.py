"""Sending a code: to the number of record alone, not too often, the one before it dies."""

import logging
from dataclasses import dataclass

from sqlalchemy import update

from app.core import won
from app.core.errors import Refused
from app.core.phone import digits, masked
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import messages
from app.identity import queries, rules
from app.identity.challenges import Spent, emit, mac, refusal, sealed
from app.identity.models import Challenge
from app.identity.rules import Binding, Channel
from app.limits import actions as limiter

CALLS, PERSON = "identity.calls", "identity.person"
UNSEEN_HOURLY, UNSEEN_DAILY = "identity.unseen.hour", "identity.unseen.day"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wording:
    """How message and call name the matter. short: the institution's name in a text message;
    institution: in full, for the call; purpose: 약정; host: of an https site, so that browsers can
    fill the code in themselves; text: the message's template (`delivery.plain_otp` names no
    sum)."""

    short: str
    institution: str
    purpose: str
    host: str = ""
    text: str = "delivery.otp"


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
    emit(u, challenge, "identity:code:requested")
    return challenge


def send_unseen(
    u: Unit,
    *,
    claimant: str,
    number: str,
    channel: Channel,
    binding: Binding,
    institution_id: str,
    wording: Wording,
) -> Challenge:
    """Send a code to somebody nobody has recognised yet: whoever asks cannot tell whether it left.

    claimant: a fingerprint of what was typed; it stands in the person's place, so that tries and
    waits here never touch the person's own. number: the number of record, or an empty text when
    there is none: then the same rows are written and nothing arrives. A number that had its share
    of codes gets none either, silently. Raises Refused SEND_TOO_SOON, SENDS_USED_UP, METHOD_LOCKED
    (429), alike for everybody.
    """
    within = rules.limits()
    _check_lock(u, claimant)
    _check_wait(u, claimant)
    for scope, limit, window in (
        (UNSEEN_HOURLY, within.number_per_hour, rules.HOUR),
        (UNSEEN_DAILY, within.number_per_day, rules.DAY),
    ):
        if not limiter.take(u, scope, claimant, limit, window):
            raise Refused("SENDS_USED_UP", 429, "identity.refused.sends_used_up")
    _supersede(u, claimant)
    to = number if _may_leave(u, claimant, number, channel) else ""
    code = rules.fresh_code() + ("" if to else rules.fresh_code())  # twice as long: typed by nobody
    challenge = _challenge(u, claimant, to, channel, binding, institution_id, code)
    if to:
        _ask_delivery(u, challenge, to, code, binding.amount, wording)
    else:
        late = challenge.expires_at
        messages.send_nowhere(u, queries.message_key(challenge.id), late, subject=challenge.subject)
    emit(u, challenge, "identity:code:requested")
    return challenge


def _may_leave(u: Unit, claimant: str, number: str, channel: Channel) -> bool:
    """Whether there is a number the code may go to, and it has not had too many; same work."""
    try:
        rules.check_number(number or "01000000000", channel)
        _count_send(u, claimant, number or f"nowhere|{claimant}", channel)
    except Refused:
        log.warning("an unseen code was not sent")
        return False
    return bool(number)


def _check_lock(u: Unit, person_id: str) -> None:
    until = queries.locked_until(u.session, person_id, u.now)
    if until:
        raise refusal(Spent("locked", until=until))


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
        number_masked=masked(number) if number else "",
        number_hash=queries.number_hash(number),
        binding=sealed(binding),
        max_tries=within.tries,
        created_at=u.now,
        expires_at=u.now + rules.longest_life(channel, within),
    )
    challenge.mac = mac(challenge, code)
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
    messages.send_code(u, number, params, key, late, host=wording.host, text=wording.text, **about)
