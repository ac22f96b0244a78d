"""Which certificates lead to a root, where every other checker must come to the same answer."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from app.core import clock
from app.evidence import certificates as making
from app.gateways.timestamp.chain import leads_to


def issued() -> tuple[x509.Certificate, x509.Certificate]:
    """A root, and a certificate of it whose signature ends in two zero bits."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [making.name("기관", each) for each in ("뿌리", "봉인")]
    days = timedelta(days=9)

    def made(at: int, *extensions: x509.ExtensionType) -> x509.Certificate:
        return making.issue(names[at], keys[at].public_key(), names[0], keys[0], extensions, days)

    root = made(0, *making.authority_extensions())
    while True:
        leaf = made(1, making.usage(certify=False))
        if not leaf.signature[-1] & 0b11:
            return root, leaf


def test_a_signature_short_of_two_bits_leads_nowhere(tmp_path: Path) -> None:
    """The same bits signed, other bytes: OpenSSL refuses it, so no seal may bring it."""
    root, leaf = issued()
    der = bytearray(leaf.public_bytes(Encoding.DER))
    assert der[-len(leaf.signature) - 1] == 0
    der[-len(leaf.signature) - 1] = 2
    short = x509.load_der_x509_certificate(bytes(der))
    assert short.tbs_certificate_bytes == leaf.tbs_certificate_bytes
    for certificate, holds in ((leaf, True), (short, False)):
        assert leads_to(certificate, [], [root], clock.now()) is holds
        assert openssl_agrees(root, certificate, tmp_path) is holds


@pytest.mark.parametrize("days", [-2, 10])
def test_a_chain_leads_nowhere_outside_its_time(days: int) -> None:
    root, leaf = issued()
    assert leads_to(leaf, [], [root], clock.now())
    assert not leads_to(leaf, [], [root], clock.now() + timedelta(days=days))


def openssl_agrees(root: x509.Certificate, leaf: x509.Certificate, folder: Path) -> bool:
    """What `openssl verify` says."""
    paths = [folder / "root.pem", folder / "leaf.pem"]
    for path, certificate in zip(paths, (root, leaf), strict=True):
        path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return (
        subprocess.run(
            ["openssl", "verify", "-CAfile", *map(str, paths)], capture_output=True, check=False
        ).returncode
        == 0
    )
