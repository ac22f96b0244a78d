"""The folder of keys."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.config import from_environment
from app.core import clock
from app.evidence import keys
from app.evidence.verify import verify
from tests.evidence import samples


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_demo_keys_are_made_once(tmp_path):
    keys.make_demo(tmp_path / "keys")
    first = contents(tmp_path / "keys")
    keys.make_demo(tmp_path / "keys")
    assert contents(tmp_path / "keys") == first
    assert set(first) == {
        "revocation/demo.crl",
        "seal.key",
        "seal.pem",
        "trust.pem",
        "tsa.key",
        "tsa.pem",
    }
    assert list(tmp_path.iterdir()) == [tmp_path / "keys"]


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: keys.make_demo(tmp_path / "keys"), range(8)))
    assert keys.identity(tmp_path / "keys", "seal").certificate.issuer == (
        keys.certificates(tmp_path / "keys" / "trust.pem")[0].subject
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "keys"]


def test_only_the_owner_reads_the_keys(tmp_path):
    keys.make_demo(tmp_path / "keys")
    for name in ("seal.key", "tsa.key"):
        assert (tmp_path / "keys" / name).stat().st_mode & 0o077 == 0


def test_every_demo_certificate_says_that_it_is_one(folder):
    for name in ("seal", "tsa"):
        subject = keys.identity(folder, name).certificate.subject.rfc4514_string()
        assert subject.count("데모") == 2, "organisation and common name"


def test_demo_certificates_last_for_years(folder):
    certificate = keys.identity(folder, "seal").certificate
    assert certificate.not_valid_before_utc < clock.now()
    assert certificate.not_valid_after_utc > clock.now() + timedelta(days=9 * 365)


def test_the_wrong_kind_of_key_is_refused(folder, tmp_path):
    for key in (
        rsa.generate_private_key(65537, 1024),
        ec.generate_private_key(ec.SECP384R1()),
    ):
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / "seal.key").write_bytes(text)
        (tmp_path / "seal.pem").write_bytes((folder / "seal.pem").read_bytes())
        with pytest.raises(ValueError, match="P-256"):
            keys.identity(tmp_path, "seal")


def test_anothers_certificate_is_refused(folder, tmp_path):
    (tmp_path / "seal.key").write_bytes((folder / "tsa.key").read_bytes())
    (tmp_path / "seal.pem").write_bytes((folder / "seal.pem").read_bytes())
    with pytest.raises(ValueError, match="not the certificate"):
        keys.identity(tmp_path, "seal")


def test_a_demo_deployment_seals_from_nothing(tmp_path):
    settings = from_environment({"VAR": str(tmp_path)})
    sealed = keys.sealer(settings).seal(samples.concluded())
    assert verify(sealed.content, (settings.keys / "trust.pem").read_bytes()).ok
