"""A small world that ages: authorities whose certificates last three years, and readers' tools."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.core import clock
from app.core.cms import Identity
from app.evidence import certificates as making
from app.gateways.signer.software import Software
from app.gateways.timestamp.authority import Authority
from app.gateways.timestamp.rfc3161 import Authorities

PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
LASTS = timedelta(days=3 * 365)
ROOTS_LAST = timedelta(days=45 * 365)
LISTS_LAST = timedelta(days=30)
STAMPS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


class Issuer:
    """A certificate authority that says over HTTP what it has revoked, as of the moved clock."""

    def __init__(self, common: str):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = making.name(common, common)
        extensions = making.authority_extensions()
        public = self._key.public_key()
        self.root = making.issue(self._name, public, self._name, self._key, extensions, ROOTS_LAST)
        self._server = _Lists(("127.0.0.1", 0), _Handler)
        self._server.issuer = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def identity(self, common: str, *, stamps: bool = False, kind: str = "EC") -> Identity:
        """A new key with a certificate of three years that names where its revocation is told."""
        key: making.PrivateKey = (
            rsa.generate_private_key(65537, 3072)
            if kind == "RSA"
            else ec.generate_private_key(ec.SECP256R1())
        )
        start = clock.now() - timedelta(days=1)
        subject, serial = making.name(common, common), x509.random_serial_number()
        builder = (
            x509.CertificateBuilder(self._name, subject, key.public_key(), serial)
            .not_valid_before(start)
            .not_valid_after(start + LASTS)
            .add_extension(making.usage(certify=False), critical=True)
            .add_extension(self._told_at(), critical=False)
        )
        if stamps:
            builder = builder.add_extension(STAMPS, critical=True)
        return Identity(Software(key), builder.sign(self._key, hashes.SHA256()))

    def list(self, *revoked: x509.Certificate, at: datetime | None = None) -> bytes:
        """Its revocation list (DER) of now."""
        entries = [
            x509.RevokedCertificateBuilder()
            .serial_number(each.serial_number)
            .revocation_date(at or clock.now())
            .build()
            for each in revoked
        ]
        until = clock.now() + LISTS_LAST
        made = making.revocation_list(self.root, self._key, entries, until=until)
        return made.public_bytes(Encoding.DER)

    def _told_at(self) -> x509.CRLDistributionPoints:
        address = f"http://127.0.0.1:{self._server.server_address[1]}/list.crl"
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
        return x509.CRLDistributionPoints([point])


class _Lists(ThreadingHTTPServer):
    issuer: Issuer
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = cast(_Lists, self.server).issuer.list()
        self.send_response(200)
        self.send_header("Content-Type", "application/pkix-crl")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def answering(identity: Identity, roots: Sequence[x509.Certificate]) -> Iterator[Authorities]:
    """A timestamp authority over HTTP."""
    with Authority(identity) as authority:
        yield Authorities([authority.url], roots)


class Reader:
    """Somebody with other people's tools and a set of roots, at some day."""

    def __init__(self, folder: Path, roots: Sequence[x509.Certificate]):
        self.folder = folder
        self.bundle = folder / "roots.pem"
        self.bundle.write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in roots))
        self._trust: list[str] = []
        self._nss = folder / "nss"
        self._nss.mkdir()
        self._run("certutil", "-N", "-d", self._nss, "--empty-password")
        for number, root in enumerate(roots):
            path = folder / f"root-{number}.pem"
            path.write_bytes(root.public_bytes(Encoding.PEM))
            self._trust += ["--trust", str(path)]
            name = ("-n", f"root {number}", "-t", "CT,C,C", "-i", path)
            self._run("certutil", "-A", "-d", self._nss, *name)

    def pyhanko(self, file: Path, day: datetime) -> str:
        """`pyhanko sign adesverify`, its clock moved to that day."""
        if not signatures(file):
            return "no signature"
        words = ("pyhanko", "sign", "adesverify", "--trust-replace", *self._trust, file)
        done = self._at(day, *words)
        good = "INTACT:TRUSTED" in done.stdout and "Error" not in done.stdout + done.stderr
        return "holds" if good and done.returncode == 0 else "no revocation data"

    def pdfsig(self, file: Path, day: datetime) -> str:
        """poppler knows no document timestamps and judges the seal's certificate by the day."""
        said = self._at(day, "pdfsig", "-nssdir", self._nss, file).stdout
        if "Signature #1" not in said:
            return "no signature"
        if "Signature is Valid." not in said:
            return "invalid"
        return "holds" if "Certificate is Trusted." in said else "valid, certificate ended"

    def cms(self, file: Path, day: datetime) -> str:
        """`openssl cms`: the seal, judged at the day of its timestamp."""
        found = signatures(file)
        if not found:
            return "no signature"
        der, covered = parts(file, found[0])
        info = cms.ContentInfo.load(der)["content"]["signer_infos"][0]
        token = info["unsigned_attrs"][0]["values"][0]
        at = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        words = ("cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any")
        files = ("-in", self._kept("der", der), "-content", self._kept("bin", covered))
        return self._openssl(*words, *files, "-out", "/dev/null", at=at)

    def ts(self, file: Path, day: datetime) -> str:
        """`openssl ts`: the newest timestamp, judged at that day."""
        found = signatures(file)
        if not found:
            return "no signature"
        der, covered = parts(file, found[-1])
        if len(found) == 1:
            info = cms.ContentInfo.load(der)["content"]["signer_infos"][0]
            covered = info["signature"].native
            der = info["unsigned_attrs"][0]["values"][0].dump()
        words = ("ts", "-verify", "-token_in", "-in", self._kept("token", der))
        return self._openssl(*words, "-data", self._kept("data", covered), at=day)

    def _openssl(self, *words: object, at: datetime) -> str:
        when = ("-CAfile", self.bundle, "-attime", int(at.timestamp()))
        done = subprocess.run(["openssl", *map(str, (*words, *when))], capture_output=True)
        return "holds" if done.returncode == 0 else "invalid"

    def _at(self, day: datetime, *words: object) -> "subprocess.CompletedProcess[str]":
        line = ["faketime", f"{day:%Y-%m-%d %H:%M:%S}", *map(str, words)]
        environ = {"TZ": "UTC", "PATH": PATH, "LC_ALL": "C.UTF-8"}
        return subprocess.run(line, capture_output=True, text=True, env=environ, check=False)

    def _kept(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    @staticmethod
    def _run(*words: object) -> None:
        subprocess.run([str(word) for word in words], check=True, capture_output=True)


def signatures(file: Path) -> list[EmbeddedPdfSignature]:
    """Seal and document timestamps, as a stranger's library finds them."""
    with file.open("rb") as stream:
        return list(PdfFileReader(stream).embedded_signatures)


def parts(file: Path, signature: EmbeddedPdfSignature) -> tuple[bytes, bytes]:
    """A signature's DER, and the bytes it covers."""
    start, before, after, length = (int(number) for number in signature.byte_range)
    pdf = file.read_bytes()
    padded: bytes = signature.pkcs7_content
    return padded[: 4 + int.from_bytes(padded[2:4], "big")], pdf[start:before] + pdf[
        after : after + length
    ]
