"""Spliced CMS, read by openssl whatever the size of its parts."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.core import cms
from app.gateways.signer.software import Software


def identity(name: str) -> cms.Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(
            subject, subject, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
        )
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    return cms.Identity(Software(key), certificate)


@pytest.mark.parametrize("name", ["a", "데모 기관", "x" * 64])
@pytest.mark.parametrize("content", [b"", b"paper", b"p" * 70_000])
def test_openssl_verifies_what_we_splice(name: str, content: bytes, tmp_path: Path):
    mine = identity(name)
    (tmp_path / "root.pem").write_bytes(mine.certificate.public_bytes(Encoding.PEM))
    for turn in range(8):  # ECDSA signatures differ in length
        attributes, signature = cms.sign(mine, hashlib.sha256(content).digest())
        parts = (mine.certificates, mine.issuer_and_serial, attributes, signature)
        (tmp_path / f"{turn}.der").write_bytes(cms.envelope(*parts, content=content))
    for turn in range(8):
        done = subprocess.run(
            [
                *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{turn}.der"),
                *("-CAfile", "root.pem", "-purpose", "any", "-cades"),
            ],
            cwd=tmp_path,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == content
