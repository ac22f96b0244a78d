"""Timestamp authorities and clients that we did not write: openssl's."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.evidence import keys
from app.gateways.timestamp.authority import POLICY, answer
from app.gateways.timestamp.rfc3161 import Authorities
from tests.support.authorities import openssl_authority, serving

DIGEST = hashlib.sha256(b"signature").digest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo keys."""
    made = tmp_path_factory.mktemp("timestamp") / "keys"
    keys.make_demo(made)
    return made


def test_openssl_accepts_our_authority(folder, tmp_path):
    (tmp_path / "data").write_bytes(b"signature")
    make = ["openssl", "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "q.tsq"]
    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "r.tsr").write_bytes(
        answer(keys.identity(folder, "tsa"), (tmp_path / "q.tsq").read_bytes())
    )
    done = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-in", "r.tsr", "-queryfile", "q.tsq"),
            *("-CAfile", str(folder / "trust.pem")),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "Verification: OK" in done.stdout, done.stderr


def test_openssl_serves_us(folder, tmp_path):
    reply = openssl_authority(tmp_path, folder / "tsa.pem", folder / "tsa.key")
    with serving(reply) as url:
        token = Authorities([url], keys.certificates(folder / "trust.pem"), policy=POLICY).stamp(
            DIGEST
        )
    assert abs(token.at - datetime.now(UTC)) < timedelta(seconds=10)


@pytest.mark.parametrize("named_with", ["sha1", "sha256"])
@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_an_rsa_authority_of_openssls_below_an_intermediate_serves_us(
    outside: Path, tmp_path, named_with, digest
):
    reply = openssl_authority(
        tmp_path, outside / "tsa.pem", outside / "tsa.key", outside / "sub.pem", digest, named_with
    )
    with serving(reply) as url:
        token = Authorities([url], keys.certificates(outside / "root.pem")).stamp(DIGEST)
    assert token.authority == "CN=outside"


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root, intermediate and authority (RSA), all made by openssl."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "sub").write_text("basicConstraints=critical,CA:true\n")
    (folder / "tsa").write_text("extendedKeyUsage=critical,timeStamping\n")
    new = "req -newkey rsa:2048 -nodes"
    for words in (
        f"{new} -x509 -subj /CN=root -keyout root.key -out root.pem -days 9",
        f"{new} -subj /CN=sub -keyout sub.key -out sub.csr",
        "x509 -req -in sub.csr -CA root.pem -CAkey root.key -extfile sub -out sub.pem -days 9",
        f"{new} -subj /CN=outside -keyout tsa.key -out tsa.csr",
        "x509 -req -in tsa.csr -CA sub.pem -CAkey sub.key -extfile tsa -out tsa.pem -days 9",
    ):
        done = subprocess.run(["openssl", *words.split()], cwd=folder, capture_output=True)
        assert done.returncode == 0, done.stderr
    return folder
