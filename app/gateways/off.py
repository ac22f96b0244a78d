"""A channel that is switched off: what was asked for before that fails at once, as set up so."""

from app.gateways.failures import Undelivered
from app.gateways.sms import Kind, Receipt
from app.gateways.voice import Outcome, ReadOut, Tell


class Off:
    """Neither sends nor calls."""

    def send(self, msg_id: str, to: str, text: str, kind: Kind, ttl_s: int) -> Receipt:
        """Raises Undelivered."""
        raise Undelivered("config")

    def place(
        self, call_id: str, to: str, script: ReadOut, tell: Tell, ring_s: int = 30, max_s: int = 60
    ) -> Outcome:
        """Nobody is called."""
        raise Undelivered("config")
