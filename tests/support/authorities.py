"""Timestamp authorities over real sockets that go wrong in one way each."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.core.cms import Identity
from app.gateways.signer.software import Software
from app.gateways.timestamp.authority import POLICY, answer
from app.gateways.timestamp.rfc3161 import query
from app.gateways.timestamp.token import Wanted

Reply = Callable[[bytes], bytes]


@contextmanager
def serving(reply: Reply, status: int = 200, drip: float = 0) -> Iterator[str]:
    """An HTTP server that answers each query with `reply(query)`, byte by byte if it drips."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()
            try:
                for i in range(len(body) if drip else 0):
                    self.wfile.write(body[i : i + 1])
                    time.sleep(drip)
                if not drip:
                    self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked_otherwise(tsa: Identity, **changes: object) -> Reply:
    """An authority that answers another question than it was asked."""

    def reply(asked: bytes) -> bytes:
        told = tsp.TimeStampReq.load(asked)
        wanted = {
            "digest": told["message_imprint"]["hashed_message"].native,
            "nonce": told["nonce"].native,
        }
        return answer(tsa, query(Wanted(**{**wanted, **changes})))  # type: ignore[arg-type]

    return reply


def openssl_authority(
    folder: Path,
    certificate: Path,
    key: Path,
    chain: Path | None = None,
    digest: str = "sha256",
    named_with: str = "sha256",
) -> Reply:
    """`openssl ts -reply`: a counterpart that we did not write. named_with: the hash by which a
    token names its signer's certificate."""
    (folder / "serial").write_text("01")
    (folder / "tsa.cnf").write_text(
        f"""[tsa]
default_tsa = it
[it]
serial = {folder}/serial
signer_cert = {certificate}
signer_key = {key}
{f"certs = {chain}" if chain else ""}
signer_digest = {digest}
default_policy = {POLICY}
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = {named_with}
"""
    )

    def reply(asked: bytes) -> bytes:
        (folder / "q").write_bytes(asked)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-out", "r"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return (folder / "r").read_bytes()

    return reply


def expired() -> tuple[Identity, x509.Certificate]:
    """An authority whose certificate ended yesterday, and its root, which still holds."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, name = _name("root"), _name("expired tsa")
    now = datetime.now(UTC)
    root = (
        x509.CertificateBuilder(root_name, root_name, root_key.public_key(), 1)
        .not_valid_before(now - timedelta(days=900))
        .not_valid_after(now + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder(root_name, name, key.public_key(), 2)
        .not_valid_before(now - timedelta(days=800))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        .sign(root_key, hashes.SHA256())
    )
    return Identity(Software(key), leaf), root


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
