"""Spliced CMS, read by openssl whatever the size of its parts."""

import hashlib
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import cms
from app.core.der import octets
from app.gateways.signer.software import Software

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

KEYS: dict[str, Callable[[], Key]] = {
    "p256": cache(lambda: ec.generate_private_key(ec.SECP256R1())),
    "rsa": cache(lambda: rsa.generate_private_key(65537, 2048)),
    "rsa-3072": cache(lambda: rsa.generate_private_key(65537, 3072)),
}


def identity(name: str, kind: str, serial: int, above: int = 0) -> cms.Identity:
    """Self-signed; `above` strangers' certificates ride along as intermediates would."""
    return cms.Identity(
        Software(KEYS[kind]()),
        certificate(name, KEYS[kind](), serial),
        [certificate(f"{name[:50]} {i}", KEYS["rsa"](), i + 1) for i in range(above)],
    )


def certificate(name: str, key: Key, serial: int) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), serial)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )


def openssl(folder: Path, *words: str) -> bytes:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(sorted(KEYS)),
    name=st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=64).map(
        lambda text: text.encode()[:60].decode(errors="ignore")  # X.520 allows 64
    ),
    serial=st.integers(1, 2**159 - 1),
    above=st.integers(0, 4),
    content=st.binary(max_size=300) | st.integers(0, 70_000).map(bytes),
    token=st.none() | st.binary(max_size=300) | st.integers(0, 70_000).map(bytes),
)
def test_openssl_verifies_what_we_splice_and_would_write_the_same_bytes(
    kind: str,
    name: str,
    serial: int,
    above: int,
    content: bytes,
    token: bytes | None,
    tmp_path: Path,
):
    mine = identity(name, kind, serial, above)
    attributes, signature = cms.sign(mine, hashlib.sha256(content).digest())
    spliced = cms.envelope(
        mine.certificates,
        mine.issuer_and_serial,
        attributes,
        signature,
        algorithm=mine.algorithm,
        token=None if token is None else octets(token),
        content=content,
    )
    (tmp_path / "it.der").write_bytes(spliced)
    (tmp_path / "root.pem").write_bytes(mine.certificate.public_bytes(Encoding.PEM))
    it = ("-inform", "DER", "-in", "it.der")
    trusting = ("-CAfile", "root.pem", "-purpose", "any")
    assert openssl(tmp_path, "cms", "-verify", "-binary", *it, *trusting, "-cades") == content
    assert openssl(tmp_path, "cms", "-cmsout", *it, "-outform", "DER") == spliced
    parsed = openssl(tmp_path, "asn1parse", *it).decode()
    assert parsed.startswith("    0:d=0") and "error" not in parsed.casefold()
    assert len(spliced) == sum(map(int, re.search(r"hl=(\d+) l= *(\d+)", parsed).groups()))


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_signatures_of_every_length_are_taken(kind: str, tmp_path: Path):
    mine = identity("데모 기관", kind, 1)
    (tmp_path / "root.pem").write_bytes(mine.certificate.public_bytes(Encoding.PEM))
    met: dict[int, bytes] = {}
    for _ in range(200):  # ECDSA signatures differ in length
        attributes, signature = cms.sign(mine, hashlib.sha256(b"paper").digest())
        parts = (mine.certificates, mine.issuer_and_serial, attributes, signature)
        met[len(signature)] = cms.envelope(*parts, algorithm=mine.algorithm, content=b"paper")
    assert kind != "p256" or len(met) >= 3
    for length, spliced in met.items():
        (tmp_path / "it.der").write_bytes(spliced)
        words = ("cms", "-verify", "-binary", "-inform", "DER", "-in", "it.der")
        said = openssl(tmp_path, *words, "-CAfile", "root.pem", "-purpose", "any", "-cades")
        assert said == b"paper", length
