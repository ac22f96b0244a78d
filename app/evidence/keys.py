"""The keys a deployment seals with, read from one folder; in demo mode they are made there.

The folder holds `seal.key` and `seal.pem` (the institution's key, P-256 or RSA; its certificate
and those above it, without the root), `trust.pem` (roots of seals and timestamps) and, in demo
mode, `tsa.key` and `tsa.pem` for the small timestamp authority.
"""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.config import Settings
from app.core import clock
from app.core.cms import Identity
from app.evidence.seal import Sealer
from app.gateways.signer.software import read
from app.gateways.timestamp.authority import Authority
from app.gateways.timestamp.rfc3161 import Authorities

DEMO_INSTITUTION = "데모경남신용보증재단"
YEARS_10 = timedelta(days=3652)


def sealer(settings: Settings) -> Sealer:
    """The sealer of this deployment, keys loaded; demo mode gets its own timestamp authority."""
    if settings.demo:
        make_demo(settings.keys)
    trust = Path(settings.timestamp_trust or settings.keys / "trust.pem")
    urls = settings.timestamp_urls or (Authority(identity(settings.keys, "tsa")).start().url,)
    return Sealer(identity(settings.keys, "seal"), Authorities(urls, certificates(trust)))


def identity(folder: Path, name: str) -> Identity:
    """The key and chain kept as `<name>.key` and `<name>.pem`; raises OSError or ValueError."""
    signer = read((folder / f"{name}.key").read_bytes(), f"{name}.key")
    certificate, *intermediates = certificates(folder / f"{name}.pem")
    if certificate.public_key() != signer.public_key():
        raise ValueError(f"{name}.pem is not the certificate of {name}.key")
    return Identity(signer, certificate, intermediates)


def certificates(path: Path) -> list[x509.Certificate]:
    """Every certificate of a PEM bundle; raises OSError, or ValueError when there is none."""
    return x509.load_pem_x509_certificates(path.read_bytes())


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
    root_name = _name("데모 최상위 인증기관")
    ca = x509.BasicConstraints(ca=True, path_length=0)
    root = _certificate(root_name, root_name, root_key, root_key, (ca, _usage(certify=True)))
    _write(folder / "trust.pem", root.public_bytes(Encoding.PEM))
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    for name, subject, extensions in (
        ("seal", f"{DEMO_INSTITUTION} 전자봉인", (_usage(certify=False),)),
        ("tsa", "데모 시점확인기관", (_usage(certify=False), stamps)),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate(_name(subject), root_name, key, root_key, extensions)
        _write(folder / f"{name}.pem", leaf.public_bytes(Encoding.PEM))
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(folder / f"{name}.key", text, mode=0o600)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    extensions: tuple[x509.ExtensionType, ...],
) -> x509.Certificate:
    start = clock.now() - timedelta(days=1)
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + YEARS_10)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certify,
        content_commitment=not certify,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO_INSTITUTION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
