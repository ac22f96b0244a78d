"""The numbers of an identity check, what a code is bound to, and when it is still good. Pure."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.core.errors import Refused
from app.core.phone import may_be_of_record, may_text
from app.limits.rules import Patience

Channel = Literal["call", "sms"]
CHANNELS: tuple[Channel, ...] = ("call", "sms")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODE_DIGITS = 6

PATIENCE = Patience(
    allowed=10, first=timedelta(minutes=30), longest=DAY, memory=timedelta(minutes=30)
)
"""Ten wrong codes with less than half an hour between them lock for half an hour, rising."""


@dataclass(frozen=True)
class Limits:
    """How often codes are sent and tried; the defaults are the policy.

    life: from sending a text, or from the moment a call was answered; call_life: how long an
    unanswered call may take; waits: before the 2nd, 3rd, 4th … code; patience: when wrong codes
    over several challenges lock the method, and for how long.
    """

    life: timedelta = timedelta(seconds=180)
    call_life: timedelta = timedelta(seconds=300)
    tries: int = 5
    waits: tuple[timedelta, ...] = (
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(seconds=120),
    )
    number_per_hour: int = 5
    number_per_day: int = 10
    calls_per_hour: int = 3
    person_per_day: int = 15
    patience: Patience = PATIENCE

    def wait(self, sent: int) -> timedelta:
        """How long to wait for another code after `sent` of them."""
        return self.waits[min(sent, len(self.waits)) - 1] if sent else timedelta(0)


GENEROUS = Limits(
    waits=(timedelta(seconds=1),),
    number_per_hour=500,
    number_per_day=2000,
    calls_per_hour=500,
    person_per_day=2000,
    patience=Patience(
        allowed=60, first=timedelta(minutes=1), longest=timedelta(minutes=5), memory=HOUR
    ),
)
"""For demo institutions, so that walks don't run dry."""

_limits = Limits()


def use_limits(limits: Limits) -> None:
    """Send and try codes within these limits from now on (wiring)."""
    global _limits
    _limits = limits


def limits() -> Limits:
    """The limits in use."""
    return _limits


_offered: tuple[Channel, ...] = CHANNELS


def use_channels(channels: tuple[Channel, ...]) -> None:
    """Offer these channels from now on (wiring)."""
    global _offered
    _offered = channels


def offered() -> tuple[Channel, ...]:
    """The channels codes can be sent over in this deployment; there may be none."""
    return _offered


@dataclass(frozen=True)
class Binding:
    """What a code is good for and nothing else. Any change makes every open code useless.

    agreement: the aggregate it is about (`agreement:<id>`), whose chain records it; act: what the
    person committed to (`Sitting.act_hash`); amount in won; number in digits; session: its id.
    """

    purpose: str
    agreement: str
    version: int
    document_hash: str
    amount: int
    number: str
    session: str
    act: str

    def digest(self) -> str:
        """SHA-256 (hex) over all of it."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def fresh_code() -> str:
    """Six digits from the system's random source."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def typed_code(text: str) -> str:
    """What was typed without the spaces people put between digits."""
    return "".join(text.split())


def check_number(number: str, channel: Channel) -> None:
    """Refuse (422) a number that the channel cannot or must not reach.

    Only mobile numbers get texts; 070, 050, 080, representative and foreign numbers get nothing.
    """
    if channel not in CHANNELS:
        raise Refused("CHANNEL_UNKNOWN", 422, "identity.refused.channel_unknown")
    if channel not in _offered:
        raise Refused("CHANNEL_OFF", 422, "identity.refused.channel_off")
    check_of_record(number)
    if channel == "sms" and not may_text(number):
        raise Refused("CALL_ONLY", 422, "identity.refused.call_only")


def check_of_record(number: str) -> None:
    """Refuse (422) a number that no code may ever go to, whatever channels are offered today."""
    if not may_be_of_record(number):
        raise Refused("NUMBER_NOT_ALLOWED", 422, "identity.refused.number_not_allowed")


def good_until(
    channel: str, created: datetime, answered: datetime | None, within: Limits
) -> datetime:
    """Until when a code counts: texts from sending, calls from being answered."""
    if channel == "call" and answered is None:
        return created + within.call_life
    return min((answered or created) + within.life, created + longest_life(channel, within))


def longest_life(channel: str, within: Limits) -> timedelta:
    """How long a challenge can live at most, whenever a call is answered."""
    return within.call_life if channel == "call" else within.life
