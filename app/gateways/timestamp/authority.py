"""A small timestamp authority of our own, so that demo and tests use the real protocol.

It answers RFC 3161 queries over HTTP on the loopback address with its own P-256 certificate.
"""

import hashlib
import secrets
import threading
from datetime import UTC
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from asn1crypto import tsp

from app.core import clock
from app.core.cms import HASHES, Identity, envelope, sign
from app.core.der import GENERALIZED_TIME, integer, octets, oid, sequence, tagged

POLICY = "1.3.6.1.4.1.32473.1.1"
"""An OID under the arc reserved for examples (RFC 5612)."""

TST_INFO = "1.2.840.113549.1.9.16.1.4"
MOST_BYTES = 4096
NOTICES = 0.05
"""Seconds within which it notices that it is to stop."""

_GRANTED = sequence(integer(0))
_REJECTED = sequence(sequence(integer(2)))


class Authority:
    """The authority as a thread. Use as a context manager, or `start` and `stop`."""

    def __init__(self, identity: Identity, port: int = 0):
        self._server = _Server(identity, port)
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(NOTICES,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def start(self) -> "Authority":
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "Authority":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def answer(identity: Identity, query: bytes) -> bytes:
    """The reply (DER) to a query: a token, or a refusal if it asks for anything but SHA-2."""
    try:
        asked = tsp.TimeStampReq.load(query, strict=True)
        imprint = asked["message_imprint"]
        name, digest = (
            imprint["hash_algorithm"]["algorithm"].native,
            imprint["hashed_message"].native,
        )
        usable = name in HASHES and len(digest) == hashlib.new(name).digest_size
        policy, nonce = asked["req_policy"].native, asked["nonce"].native
    except (ValueError, TypeError, KeyError):
        return _REJECTED
    if not usable or policy not in (None, POLICY):
        return _REJECTED
    return sequence(_GRANTED, _token(identity, HASHES[name], digest, nonce))


def _token(identity: Identity, algorithm: bytes, digest: bytes, nonce: int | None) -> bytes:
    at = clock.now().astimezone(UTC)
    info = sequence(
        integer(1),
        oid(POLICY),
        sequence(algorithm, octets(digest)),
        integer(secrets.randbits(64)),
        tagged(GENERALIZED_TIME, f"{at:%Y%m%d%H%M%SZ}".encode()),
        b"" if nonce is None else integer(nonce),
    )
    attributes, signature = sign(identity, hashlib.sha256(info).digest(), TST_INFO)
    return envelope(
        identity.certificates,
        identity.issuer_and_serial,
        attributes,
        signature,
        algorithm=identity.algorithm,
        content_type=TST_INFO,
        content=info,
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, identity: Identity, port: int):
        super().__init__(("127.0.0.1", port), _Handler)
        self.identity = identity


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            self.send_error(413)
            return
        reply = answer(cast(_Server, self.server).identity, self.rfile.read(int(length)))
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the client logs what matters."""
