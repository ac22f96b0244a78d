"""The adapter for a mail server (RFC 5321): over TLS, its certificate checked."""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from app.core import clock
from app.core.mail_server import MailServer
from app.gateways.failures import Reason, Undelivered

PATIENCE = 20
"""Seconds for each answer of the server; a worker holds its row for sixty."""


class Smtp:
    """Hands mail to one server. What it must do twice it does twice (a worker that died between
    the server's yes and its own note of it), under the same Message-ID: readers show it once."""

    def __init__(self, server: MailServer):
        self.server = server

    def post(self, msg_id: str, to: str, subject: str, text: str) -> str:
        """Hand one mail over; answers its Message-ID."""
        mail = self._mail(msg_id, to, subject, text)
        with self._open() as line:
            line.send_message(mail)
        return str(mail["Message-ID"])[:80]

    def knock(self) -> None:
        """Greet, prove who we are and leave; raises Undelivered when a mail would fail so far."""
        with self._open() as line:
            line.noop()

    def _mail(self, msg_id: str, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.server.sender, to, subject
        mail["Date"] = format_datetime(clock.kst(clock.now()))
        _, sender = parseaddr(self.server.sender)
        name = hashlib.sha256(msg_id.encode()).hexdigest()[:32]
        mail["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        mail.set_content(text)
        return mail

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        try:
            with self._dial() as line:
                if self.server.cover == "starttls":
                    line.starttls(context=self._tls())
                if self.server.user:
                    line.login(self.server.user, self.server.password)
                yield line
        except (OSError, smtplib.SMTPException) as problem:  # TLS failures are OSErrors
            raise Undelivered(reason_of(problem)) from problem

    def _dial(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.cover == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=self._tls())
        return smtplib.SMTP(host, port, timeout=PATIENCE)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.trust or None)


def reason_of(problem: Exception) -> Reason:
    """Why it failed: `throttled` (also a server that is away) is tried again, all else is not."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "auth"
    if isinstance(problem, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return "config"
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return "bad_number" if all(code >= 500 for code in codes) else "throttled"
    if isinstance(problem, smtplib.SMTPResponseException):
        return "rejected" if problem.smtp_code >= 500 else "throttled"
    return "throttled"
