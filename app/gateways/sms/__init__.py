"""Text messages: what we ask of a provider, whichever it is."""

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["otp", "notice"]


@dataclass(frozen=True)
class Receipt:
    """A provider took the message: its own reference, and whether it is on the phone already."""

    ref: str
    delivered: bool = False


class SmsPort(Protocol):
    """One short message (SMS) at a time, at most 90 cp949 bytes."""

    def send(self, msg_id: str, to: str, text: str, kind: Kind, ttl_s: int) -> Receipt:
        """Hand over `text` to the number `to` (digits); it is worthless after `ttl_s` seconds.

        The same `msg_id` again sends nothing and answers the first receipt.
        Raises `app.gateways.failures.Undelivered`.
        """
