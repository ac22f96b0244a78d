"""What a screen asks about an identity check: is a code open, how did it go, how often more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.db.types import ring
from app.delivery.queries import Progress, progress
from app.identity import rules
from app.identity.models import Challenge, IdentityCheck
from app.limits.actions import blind
from app.limits.models import LimitCounter, TryCounter
from app.limits.rules import window_start

SHOWN_AS = {"expired": "failed", "unknown": "sent"}
"""What a person is told where delivery knows more states than matter to them."""

LOCK_SCOPE = "identity.codes"
HOURLY, DAILY = "identity.number.hour", "identity.number.day"


@dataclass(frozen=True)
class OpenCode:
    """A code on its way or waiting to be typed. state: queued, sent, delivered (texts), ringing,
    answered, read, busy, no_answer (calls), failed (either, with the reason); seconds: how long it
    is still good; number: masked."""

    challenge_id: str
    channel: str
    number: str
    number_hash: str
    state: str
    reason: str
    seconds: int
    tries_left: int


def open_code(session: Session, person_id: str, subject: str, session_id: str) -> OpenCode | None:
    """The person's newest code for that aggregate in this session, even if it just expired or its
    tries are used up (seconds or tries_left are 0 then); None if used, superseded or never sent."""
    query = (
        select(Challenge)
        .where(
            Challenge.person_id == person_id,
            Challenge.subject == subject,
            Challenge.session_id == session_id,
            Challenge.state == "sent",
        )
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .limit(1)
    )
    challenge = session.scalar(query)
    if challenge is None:
        return None
    went = progress(session, message_key(challenge.id)) or Progress("queued")
    return OpenCode(
        challenge_id=challenge.id,
        channel=challenge.channel,
        number=challenge.number_masked,
        number_hash=challenge.number_hash,
        state=SHOWN_AS.get(went.state, went.state),
        reason=went.reason,
        seconds=_seconds(good_until(session, challenge) - clock.now()),
        tries_left=challenge.max_tries - challenge.tries,
    )


def good_until(session: Session, challenge: Challenge) -> datetime:
    """Until when the code counts; a call's time begins when it is answered."""
    answered = None
    if challenge.channel == "call":
        went = progress(session, message_key(challenge.id))
        answered = went.answered_at if went else None
    return rules.good_until(challenge.channel, challenge.created_at, answered, rules.limits())


def wait_seconds(session: Session, person_id: str, now: datetime) -> int:
    """Seconds until the person may ask for another code, 0 if at once; a used code ends the row."""
    query = (
        select(Challenge.created_at, Challenge.state)
        .where(Challenge.person_id == person_id, Challenge.created_at > now - rules.HOUR)
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .limit(len(rules.limits().waits))
    )
    sent = []
    for created_at, state in session.execute(query):
        if state == "used":
            break
        sent.append(created_at)
    return _seconds(sent[0] + rules.limits().wait(len(sent)) - now) if sent else 0


def sends_left(session: Session, number: str, now: datetime) -> int:
    """How many more codes can be sent to the number (digits) this hour and today."""
    within = rules.limits()
    hour = within.number_per_hour - _taken(session, HOURLY, number, now, rules.HOUR)
    day = within.number_per_day - _taken(session, DAILY, number, now, rules.DAY)
    return max(min(hour, day), 0)


def _taken(session: Session, scope: str, key: str, now: datetime, window: timedelta) -> int:
    query = select(LimitCounter.n).filter_by(
        scope=scope, key_hash=blind(scope, key), window_start=window_start(now, window)
    )
    return session.scalar(query) or 0


def locked_until(session: Session, person_id: str, now: datetime) -> datetime | None:
    """Until when codes are locked for the person after too many wrong ones, or None."""
    query = select(TryCounter.wait_until).where(
        TryCounter.scope == LOCK_SCOPE, TryCounter.key_hash == blind(LOCK_SCOPE, person_id)
    )
    until = session.scalar(query)
    return until if until and until > now else None


def check_of(session: Session, check_id: str) -> IdentityCheck | None:
    """The evidence row."""
    return session.get(IdentityCheck, check_id)


def record_of(check: IdentityCheck) -> dict[str, str]:
    """The masked record that travels with a signature: method, masked number, when, which row."""
    return {
        "method": check.method,
        "number": check.number_masked,
        "at": check.at.isoformat(),
        "check": check.id,
    }


def number_hash(number: str) -> str:
    """The fingerprint by which a challenge knows its number (digits)."""
    return ring().blind(number, "identity.number")


def message_key(challenge_id: str) -> str:
    """Under which key delivery knows the challenge's message."""
    return f"code:{challenge_id}"


def _seconds(left: timedelta) -> int:
    return max(-(-left // timedelta(seconds=1)), 0)
