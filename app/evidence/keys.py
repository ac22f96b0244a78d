"""The keys a deployment seals with, read from one folder; in demo mode they are made there.

The folder holds `seal.key` and `seal.pem` (the institution's key, P-256 or RSA; its certificate
and those above it, without the root), `trust.pem` (roots of seals and timestamps) and, in demo
mode, `tsa.key` and `tsa.pem` for the small timestamp authority.
"""

import os
import shutil
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.config import Settings
from app.core.cms import Identity
from app.evidence.certificates import authority_extensions, issue, name, revocation_list, usage
from app.evidence.seal import Sealer
from app.gateways.signer.software import read
from app.gateways.timestamp.authority import Authority
from app.gateways.timestamp.rfc3161 import Authorities

REVOCATION = "revocation"
"""The folder in KEYS with revocation lists (*.crl) of authorities that name no address for them."""

DEMO_INSTITUTION = "데모경남신용보증재단"


def sealer(settings: Settings) -> Sealer:
    """The sealer with the folder's own key, loaded."""
    timestamps = authorities(settings)
    return Sealer(identity(settings.keys, "seal"), timestamps)


def authorities(settings: Settings) -> Authorities:
    """The timestamp authorities of this deployment; demo mode makes keys and runs one of its own.

    Raises OSError or ValueError when their roots cannot be read.
    """
    if settings.demo:
        make_demo(settings.keys)
    trust = Path(settings.timestamp_trust or settings.keys / "trust.pem")
    urls = settings.timestamp_urls or (Authority(identity(settings.keys, "tsa")).start().url,)
    return Authorities(urls, certificates(trust))


def identity(folder: Path, file: str) -> Identity:
    """The key and chain kept as `<file>.key` and `<file>.pem`; raises OSError or ValueError."""
    signer = read((folder / f"{file}.key").read_bytes(), f"{file}.key")
    certificate, *intermediates = certificates(folder / f"{file}.pem")
    if certificate.public_key() != signer.public_key():
        raise ValueError(f"{file}.pem is not the certificate of {file}.key")
    return Identity(signer, certificate, intermediates)


def certificates(path: Path) -> list[x509.Certificate]:
    """Every certificate of a PEM bundle; raises OSError, or ValueError when there is none."""
    return x509.load_pem_x509_certificates(path.read_bytes())


def revocation_lists(folder: Path) -> list[bytes]:
    """The lists (DER) that were laid into KEYS; PEM files are read too."""
    return [_list(path.read_bytes()) for path in sorted((folder / REVOCATION).glob("*.crl"))]


def _list(content: bytes) -> bytes:
    load = x509.load_pem_x509_crl if content.startswith(b"-----") else x509.load_der_x509_crl
    return load(content).public_bytes(Encoding.DER)


def trust_bundle(trust: Path) -> bytes:
    """The roots of a PEM file, and the revocation lists in the folder beside it. Raises OSError."""
    lists = (x509.load_der_x509_crl(each) for each in revocation_lists(trust.parent))
    return trust.read_bytes() + b"".join(each.public_bytes(Encoding.PEM) for each in lists)


def make_demo(folder: Path) -> None:
    """Make root, seal and timestamp certificates unless they are there. The root's key is not kept.

    They appear all at once: two processes that start together agree on the first one's.
    """
    if (folder / "trust.pem").exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".keys-"))
    _make(made)
    try:
        os.rename(made, folder)
    except OSError:
        shutil.rmtree(made)
        if not (folder / "trust.pem").exists():
            raise


def _make(folder: Path) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = name(DEMO_INSTITUTION, "데모 최상위 인증기관")
    root = issue(root_name, root_key.public_key(), root_name, root_key, authority_extensions())
    _write(folder / "trust.pem", root.public_bytes(Encoding.PEM))
    (folder / REVOCATION).mkdir()
    nobody = revocation_list(root, root_key, until=root.not_valid_after_utc)
    _write(folder / REVOCATION / "demo.crl", nobody.public_bytes(Encoding.DER))
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    for file, common, extensions in (
        ("seal", f"{DEMO_INSTITUTION} 전자봉인", (usage(certify=False),)),
        ("tsa", "데모 시점확인기관", (usage(certify=False), stamps)),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = name(DEMO_INSTITUTION, common)
        leaf = issue(subject, key.public_key(), root_name, root_key, extensions)
        _write(folder / f"{file}.pem", leaf.public_bytes(Encoding.PEM))
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(folder / f"{file}.key", text, mode=0o600)


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
