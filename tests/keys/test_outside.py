"""Seals of every kind of key, held against programs that are not ours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.core import clock
from app.db.unit import reading
from app.delivery.rules import Lane
from app.evidence.verify import verify
from app.gateways.signer import WrongPin
from app.keys import rules
from app.keys.sealers import Sealers
from app.signing.waiting import unsealed
from app.worker import Worker, drain
from tests.evidence import samples
from tests.evidence.outside import cut, run
from tests.keys.test_commands import institution_id
from tests.support import softhsm
from tests.support.signer import Signer, register, send


@pytest.fixture
def settings(settings: Settings, tokens: Path) -> Settings:
    """With a token of this test's own."""
    label = f"dojang {settings.var.parent.name}"[:32]
    softhsm.token(label, settings.var / "unused")
    return replace(
        settings, pkcs11_module=softhsm.LIBRARY, pkcs11_token=label, pkcs11_pin=softhsm.PIN
    )


def test_every_kind_of_key_makes_a_seal_that_others_accept(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    register()
    sealers = Sealers(settings)
    trust = settings.keys / "trust.pem"
    for word, kind in zip(("create", *["rotate"] * 3), rules.KINDS, strict=True):
        args = ["keys", word, "FOUND", "--kind", kind, "--own-authority"]
        done = app.test_cli_runner().invoke(args=args)
        assert done.exit_code == 0, done.output
        content = sealers(institution_id()).seal(samples.concluded()).content
        (tmp_path / f"{kind}.pdf").write_bytes(content)
        assert verify(content, trust.read_bytes()).ok, kind
    accepted_by_pdfsig(tmp_path, trust)
    for kind in rules.KINDS:
        accepted_by_openssl(tmp_path, kind, trust)


def accepted_by_pdfsig(folder: Path, trust: Path) -> None:
    nss = folder / "nss"
    nss.mkdir()
    run("certutil", "-N", "-d", nss, "--empty-password")
    for i, pem in enumerate(trust.read_text().split("-----BEGIN")[1:]):
        (folder / f"{i}.pem").write_text(f"-----BEGIN{pem}")
        name = ("-n", f"root {i}", "-t", "CT,C,C", "-i", folder / f"{i}.pem")
        run("certutil", "-A", "-d", nss, *name)
    for kind in rules.KINDS:
        said = run("pdfsig", "-nssdir", nss, folder / f"{kind}.pdf")
        assert "Signature is Valid." in said, kind
        assert "Certificate is Trusted." in said, kind
        assert "Total document signed" in said, kind


def accepted_by_openssl(folder: Path, kind: str, trust: Path) -> None:
    cms, covered = cut((folder / f"{kind}.pdf").read_bytes())
    (folder / "seal.der").write_bytes(cms)
    (folder / "covered").write_bytes(covered)
    run(
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "seal.der"),
        *("-content", folder / "covered", "-CAfile", trust),
        *("-purpose", "any", "-cades", "-out", "/dev/null"),
    )


def test_a_wrong_pin_in_the_settings_is_said_and_not_offered_again(
    app: Flask, settings: Settings
) -> None:
    register()
    wrong = replace(settings, pkcs11_pin="wrong")
    app.config["DOJANG"] = wrong
    words = ["keys", "create", "FOUND", "--kind", "hsm-p256"]
    assert "PinIncorrect" in app.test_cli_runner().invoke(args=words).output
    said = app.test_cli_runner().invoke(args=words).output
    assert "this PIN was refused; it is not tried again" in said
    assert "wrong" not in (settings.var / "pkcs11-pin-refused").read_text()
    app.config["DOJANG"] = settings
    made = app.test_cli_runner().invoke(args=[*words, "--own-authority"])
    assert made.exit_code == 0
    with pytest.raises(WrongPin):
        Sealers(replace(settings, pkcs11_pin="other"))(institution_id()).seal(samples.concluded())


def test_a_paper_waits_while_the_module_refuses_and_is_sealed_by_it_afterwards(
    app: Flask, settings: Settings
) -> None:
    register()
    send()
    words = ["keys", "create", "FOUND", "--kind", "hsm-p256", "--own-authority"]
    app.config["DOJANG"] = settings
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    signer = Signer(app, settings).enter()
    signer.to("identify")
    assert signer.conclude().status_code == 303
    assert Worker(replace(settings, pkcs11_pin="wrong"))._one("worker", [Lane.PAPERS])
    with reading() as session:
        assert [waits.problem for waits in unsealed(session)] == ["WrongPin"]
    assert signer.see("paper.pdf").status_code == 409
    with clock.running_from(lambda: datetime.now(UTC) + timedelta(minutes=1)):
        drain(settings)
    paper = signer.see("paper.pdf").data
    assert verify(paper, (settings.keys / "trust.pem").read_bytes()).ok
