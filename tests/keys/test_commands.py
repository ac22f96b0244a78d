"""`flask keys …`, from the first key to the retired one; papers sealed with each stay valid."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from sqlalchemy import select, text

from app import upkeep
from app.audit.queries import faults, trail
from app.config import Settings
from app.db.unit import reading, unit
from app.evidence.keys import trust_bundle
from app.evidence.verify import verify
from app.gateways.signer import NoSignature
from app.keys.models import SealKey
from app.keys.own import revocation_lists
from app.keys.sealers import Sealers
from app.parties.models import Institution
from tests.conftest import Clock
from tests.evidence import samples
from tests.evidence.outside import cut
from tests.support.signer import register

Run = Callable[..., Result]
ID = re.compile(r"^([0-9a-f-]{36})  (\w+)", re.MULTILINE)


@pytest.fixture
def run(app: Flask, settings: Settings) -> Run:
    """`run("list")` in a house with one institution (FOUND) and the demo's roots."""
    register()
    Sealers(settings)

    def it(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=["keys", *words])

    return it


def institution_id() -> str:
    with reading() as session:
        found = session.scalar(select(Institution.id))
    assert found
    return found


def made(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = ID.search(result.output)
    assert found, result.output
    return found[1]


def states() -> list[str]:
    with reading() as session:
        return [row.state for row in session.scalars(select(SealKey).order_by(SealKey.id))]


def sealed_with(settings: Settings, sealers: Sealers) -> tuple[bytes, int]:
    """A paper sealed for FOUND, and the serial number of the certificate it was sealed with."""
    content = sealers(institution_id()).seal(samples.concluded()).content
    report = verify(content, (settings.keys / "trust.pem").read_bytes())
    assert report.ok, report
    signed = cms.ContentInfo.load(cut(content)[0])["content"]["signer_infos"][0]
    return content, signed["sid"].chosen["serial_number"].native


def openssl_issues(folder: Path, request: str) -> Path:
    """A certificate for the request by an authority of openssl's, which we did not write."""
    (folder / "it.csr").write_text(request)
    (folder / "ext").write_text("keyUsage=critical,digitalSignature,nonRepudiation\n")
    for words in (
        "req -x509 -newkey rsa:2048 -nodes -subj /CN=outside -keyout ca.key -out ca.pem -days 90",
        "req -in it.csr -noout -verify",
        "x509 -req -in it.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 61 -extfile ext"
        " -out it.pem",
    ):
        done = subprocess.run(["openssl", *words.split()], cwd=folder, capture_output=True)
        assert done.returncode == 0, done.stderr
    return folder / "it.pem"


@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_a_key_with_a_certificate_from_outside(
    run: Run, settings: Settings, tmp_path: Path, kind: str
) -> None:
    sealers = Sealers(settings)
    created = run("create", "FOUND", "--kind", kind)
    key = made(created)
    assert states() == ["REQUESTED"]
    _, before = sealed_with(settings, sealers)
    chain = openssl_issues(tmp_path, created.output.partition("\n")[2])
    refused = run("certify", key, str(chain))
    assert "does not lead to a root of trust.pem" in refused.output
    with (settings.keys / "trust.pem").open("ab") as trust:
        trust.write((tmp_path / "ca.pem").read_bytes())
    assert run("certify", key, str(chain)).exit_code == 0
    assert states() == ["ACTIVE"]
    _, after = sealed_with(settings, sealers)
    assert before != after == 7


def test_rotation_never_leaves_the_institution_without_a_key(run: Run, settings: Settings) -> None:
    sealers = Sealers(settings)
    first = made(run("create", "FOUND", "--own-authority"))
    old_paper, _ = sealed_with(settings, sealers)
    second = made(run("rotate", "FOUND", "--kind", "rsa", "--own-authority"))
    new_paper, _ = sealed_with(settings, sealers)
    assert states() == ["RESTING", "ACTIVE", "ACTIVE"]  # the second row is the authority
    assert run("activate", first).exit_code == 0
    assert run("activate", second).exit_code == 0
    assert "only a requested or resting one is retired" in run("retire", second).output
    assert run("retire", first).exit_code == 0
    assert "RETIRED" in run("list").output
    assert "it cannot seal" in run("activate", first).output
    trust = (settings.keys / "trust.pem").read_bytes()
    assert verify(old_paper, trust).ok
    assert verify(new_paper, trust).ok
    with reading() as session:
        assert session.get_one(SealKey, first).secret is None
        assert list(faults(session)) == []


def test_while_the_successor_waits_for_its_certificate_the_old_one_seals(
    run: Run, settings: Settings
) -> None:
    made(run("create", "FOUND", "--own-authority"))
    waiting = made(run("rotate", "FOUND"))
    assert "waits for its certificate already" in run("rotate", "FOUND").output
    sealed_with(settings, Sealers(settings))
    assert run("retire", waiting).exit_code == 0


def test_private_keys_lie_encrypted(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    made(run("create", "FOUND", "--own-authority"))
    with reading() as session:
        stored = session.execute(text("SELECT secret FROM seal_key")).scalars().all()
        plain = [row.secret["pkcs8"] for row in session.scalars(select(SealKey)) if row.secret]
    assert len(stored) == len(plain) == 2
    assert not any(secret.encode() in bytes(row) for row in stored for secret in plain)
    assert not any(secret in caplog.text or secret in run("list").output for secret in plain)


def test_the_end_is_announced_sixty_days_before(
    run: Run, settings: Settings, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    key = made(run("create", "FOUND", "--own-authority"))
    with reading() as session:
        ends = session.get_one(SealKey, key).not_after
    assert ends
    for at, told in ((ends - timedelta(days=61), 0), (ends - timedelta(days=60), 1)):
        clock.set(at)
        caplog.clear()
        for _ in range(2):
            with unit() as u:
                upkeep.tidy(u)
        assert caplog.text.count(f"key {key} ends") == 2 * told
        assert run("list").output.count("ENDS SOON") == told
    with reading() as session:
        assert session.get_one(SealKey, key).warned_at == clock.instant


def test_a_key_whose_certificate_has_ended_seals_nothing(
    run: Run, settings: Settings, clock: Clock
) -> None:
    made(run("create", "FOUND", "--own-authority"))
    clock.move(timedelta(days=3 * 365))
    with pytest.raises(NoSignature, match="has ended"):
        Sealers(settings)(institution_id()).seal(samples.concluded())


def test_no_key_no_seal(run: Run, settings: Settings) -> None:
    (settings.keys / "seal.key").unlink()
    with pytest.raises(NoSignature, match="no sealing key"):
        Sealers(settings)(institution_id())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "NOBODY"), "no institution NOBODY"),
        (("rotate", "FOUND"), "keys create"),
        (("retire", "x"), "no key x"),
        (("create", "FOUND", "--kind", "hsm-rsa"), "PKCS11_MODULE"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert said in refused.output
    assert states() == []


def test_create_is_for_the_first_key_only(run: Run) -> None:
    made(run("create", "FOUND", "--own-authority"))
    assert "keys rotate" in run("create", "FOUND").output


def test_the_certificate_of_another_key_is_refused(run: Run, tmp_path: Path) -> None:
    key = made(run("create", "FOUND"))
    (tmp_path / "none.pem").write_text("nothing")
    assert "holds no certificate" in run("certify", key, str(tmp_path / "none.pem")).output
    other = tmp_path / "other.pem"
    done = "req -x509 -newkey rsa:2048 -nodes -subj /CN=other -keyout k.pem -out other.pem"
    subprocess.run(["openssl", *done.split()], cwd=tmp_path, check=True, capture_output=True)
    assert "another key's" in run("certify", key, str(other)).output


def test_the_folders_key_is_listed_too(run: Run, settings: Settings, clock: Clock) -> None:
    assert f"{settings.keys}/seal.key  for all others  until 20" in run("list").output
    clock.move(timedelta(days=3652 - 61))
    assert "ENDS SOON" in run("list").output


def test_a_leaked_key_is_revoked_and_what_it_seals_afterwards_is_refused(
    run: Run, settings: Settings, tmp_path: Path, clock: Clock
) -> None:
    sealers = Sealers(settings)
    key = made(run("create", "FOUND", "--own-authority"))
    thief = sealers(institution_id())
    before = thief.seal(samples.concluded()).content
    clock.move(timedelta(hours=2))
    leaked = clock.instant
    clock.move(timedelta(hours=1))
    after = thief.seal(samples.concluded()).content
    refused = run("revoke", key, "--since", "2026-11-23T09:00")
    assert "time zone" in refused.output
    clock.move(timedelta(hours=1))
    assert run("revoke", key, "--since", leaked.isoformat()).exit_code == 0
    assert run("revoke", key, "--since", leaked.isoformat()).exit_code == 1
    assert "RETIRED" in states()
    assert "keys:key:revoked" in actions_of(key)
    trust = settings.keys / "trust.pem"
    assert verify(before, trust_bundle(trust)).ok
    said = {check.key: check.ok for check in verify(after, trust_bundle(trust)).checks}
    assert (said["intact"], said["trusted"]) == (True, False)
    made(run("create", "FOUND", "--own-authority"))
    again = sealers(institution_id()).seal(samples.concluded()).content
    assert verify(again, trust_bundle(trust)).ok
    listed = tmp_path / "lists.pem"
    listed.write_text(run("crl").output)
    openssl = ["openssl", "crl", "-in", str(listed), "-CAfile", str(trust), "-noout", "-text"]
    shown = subprocess.run(openssl, capture_output=True, text=True)
    assert "verify OK" in shown.stderr
    assert "Key Compromise" in shown.stdout


def test_of_a_list_that_somebody_else_made_nothing_is_believed(
    run: Run, settings: Settings, clock: Clock
) -> None:
    sealers = Sealers(settings)
    made(run("create", "FOUND", "--own-authority"))
    content, serial = sealed_with(settings, sealers)
    with reading() as session:
        (true,) = revocation_lists(session)
    entry = x509.RevokedCertificateBuilder().serial_number(serial)
    entry = entry.revocation_date(clock.instant - timedelta(hours=1))
    until = clock.instant + timedelta(days=1)
    forged = x509.CertificateRevocationListBuilder(
        true.issuer, clock.instant, until, revoked_certificates=[entry.build()]
    ).sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    trust = (settings.keys / "trust.pem").read_bytes()
    assert verify(content, trust + forged.public_bytes(Encoding.PEM)).ok


def actions_of(key: str) -> list[str]:
    with reading() as session:
        return [entry.action for entry in trail(session, f"seal-key:{key}")]
