"""The outside clock: an authority signs that a hash existed at an instant (RFC 3161)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography import x509


class NoTimestamp(Exception):
    """No authority gave a token that holds; the message says why, in English, for the log."""


@dataclass(frozen=True)
class Token:
    """A checked token: its DER, the instant it vouches for, whose it is, and the certificate that
    signed it."""

    der: bytes
    at: datetime
    authority: str
    certificate: x509.Certificate


class TimestampPort(Protocol):
    """Somebody who vouches for the time."""

    def stamp(self, digest: bytes, algorithm: str = "sha256") -> Token:
        """A token over a digest (sha256, sha384 or sha512); raises NoTimestamp."""
