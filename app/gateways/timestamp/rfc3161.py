"""The client of real timestamp authorities, over HTTP (RFC 3161 3.4)."""

import http.client
import logging
import secrets
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from asn1crypto import tsp
from cryptography import x509

from app.core import clock
from app.core.cms import HASHES
from app.core.der import BOOLEAN, integer, octets, oid, sequence, tagged
from app.gateways.timestamp import NoTimestamp, Token
from app.gateways.timestamp.circuit import Circuit
from app.gateways.timestamp.token import Wanted, check

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
MOST_SKEW = timedelta(minutes=5)
MOST_SECONDS = 30.0
"""For all authorities together: a worker's lease on the paper must not end meanwhile."""

GRANTED = ("granted", "granted_with_mods")


class Authorities:
    """TimestampPort: asks one authority after the other until one gives a token that holds.

    urls: http(s) addresses, the preferred first; one that fails is asked last for a while. roots:
    certificates their tokens must lead to. policy: the dotted OID to ask for, if any. seconds: how
    long one authority may take to begin its answer, and again to finish it.
    """

    def __init__(
        self,
        urls: Sequence[str],
        roots: Sequence[x509.Certificate],
        *,
        policy: str | None = None,
        seconds: float = 5.0,
    ):
        if not urls:
            raise ValueError("at least one timestamp authority is needed")
        self._circuit = Circuit(urls)
        self._roots = roots
        self._policy = policy
        self._seconds = seconds

    def stamp(self, digest: bytes, algorithm: str = "sha256") -> Token:
        """A checked token over the digest; raises NoTimestamp naming each authority's failure."""
        if self._circuit.pausing():
            raise NoTimestamp("every authority has failed a moment ago")
        problems, until = [], time.monotonic() + MOST_SECONDS
        for url in self._circuit.order():
            if time.monotonic() > until:
                break
            try:
                token = self._ask(url, digest, algorithm)
            except NoTimestamp as problem:
                problems.append(f"{urlsplit(url).hostname}: {problem}")
                log.warning("timestamp authority %s", problems[-1])
                self._circuit.failed(url)
            else:
                self._circuit.answered(url)
                return token
        raise NoTimestamp("; ".join(problems))

    def _ask(self, url: str, digest: bytes, algorithm: str) -> Token:
        wanted = Wanted(digest, secrets.randbits(64), self._policy, algorithm)
        token = check(_token(_post(url, query(wanted), self._seconds)), wanted, self._roots)
        if abs(token.at - clock.now()) > MOST_SKEW:
            raise NoTimestamp(f"its clock and ours are apart: {token.at.isoformat()}")
        return token


def query(wanted: Wanted) -> bytes:
    """The request (DER): hash, nonce, and the wish to get the certificate along."""
    imprint = sequence(HASHES[wanted.algorithm], octets(wanted.digest))
    policy = oid(wanted.policy) if wanted.policy else b""
    nonce = b"" if wanted.nonce is None else integer(wanted.nonce)
    return sequence(integer(1), imprint, policy, nonce, tagged(BOOLEAN, b"\xff"))


def _token(reply: bytes) -> bytes:
    try:
        answer = tsp.TimeStampResp.load(reply, strict=True)
        status = answer["status"]["status"].native
        token: bytes = answer["time_stamp_token"].dump()
    except (ValueError, TypeError, KeyError) as problem:
        raise NoTimestamp("the reply cannot be read") from problem
    if status not in GRANTED:
        raise NoTimestamp(f"refused: {status}")
    return token


def _post(url: str, body: bytes, seconds: float) -> bytes:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    patience = threading.Timer(seconds, _hang_up, (connection,))
    patience.start()
    try:
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        connection.request("POST", target, body, {"Content-Type": "application/timestamp-query"})
        response = connection.getresponse()
        patience.cancel()
        return _read(response, time.monotonic() + seconds)
    except (OSError, http.client.HTTPException) as problem:
        raise NoTimestamp(f"no answer: {type(problem).__name__}") from problem
    finally:
        patience.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """End what each single byte would keep alive: a time-out counts from the last one."""
    with suppress(OSError, AttributeError):  # closed, or not connected yet
        connection.sock.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    """The whole body, even from one who sends a byte now and then; never too much, never late."""
    if response.status != 200:
        raise NoTimestamp(f"status {response.status}")
    body = b""
    while part := response.read1(MOST_BYTES):
        body += part
        if len(body) > MOST_BYTES or time.monotonic() > until:
            raise NoTimestamp("too long or too slow a reply")
    return body
