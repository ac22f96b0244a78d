"""Mail: what we ask of a mail server. Mail never carries a code."""

from typing import Protocol


class MailPort(Protocol):
    """One plain-text mail at a time."""

    def post(self, msg_id: str, to: str, subject: str, text: str) -> str:
        """Hand over a mail and answer the server's reference.

        The same `msg_id` again sends nothing. Raises `app.gateways.failures.Undelivered`.
        """
