"""An institution's own authority, for those who need no public one: it issues to its keys alone."""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from sqlalchemy.orm import Session

from app.core import clock
from app.db.unit import Unit
from app.evidence import certificates as making
from app.evidence.keys import REVOCATION
from app.gateways.signer.software import PublicKey
from app.keys import actions, queries
from app.keys.models import SealKey
from app.parties.models import Institution

LASTS = timedelta(days=20 * 365)
KEY_LASTS = timedelta(days=3 * 365)
LIST_LASTS = timedelta(days=35)
"""How long the authority's and a key's certificate hold, and what it says of revoked keys."""


def issue(u: Unit, institution: Institution, row: SealKey, trust: Path) -> None:
    """Certify a requested key with the institution's own authority, made when there is none.

    Its root goes into `trust`, the PEM bundle that `verify` and readers of papers go by.
    """
    authority = queries.authority_of(u.session, institution.id) or _make(u, institution)
    root = x509.load_pem_x509_certificate(authority.certificates.encode())
    u.once_kept(f"trust {root.serial_number}", lambda: _trust(root, trust))
    asked = x509.load_pem_x509_csr(row.request.encode())
    public = asked.public_key()
    assert isinstance(public, PublicKey)
    extensions = (making.usage(certify=False),)
    lasting = min(KEY_LASTS, root.not_valid_after_utc - u.now)
    made = making.issue(asked.subject, public, root.subject, _key(authority), extensions, lasting)
    actions.certify(u, row, made.public_bytes(Encoding.PEM).decode(), [root])


def revocation_lists(session: Session) -> list[x509.CertificateRevocationList]:
    """What each institution's own authority says now of the keys it certified (RFC 5280 5)."""
    return [_list(session, row) for row in queries.authorities(session)]


def publish(session: Session, folder: Path) -> list[x509.CertificateRevocationList]:
    """Lay the lists into KEYS, where this machine's checks of papers read them."""
    found = revocation_lists(session)
    place = folder / REVOCATION
    place.mkdir(exist_ok=True, mode=0o700)
    for each in found:
        (place / f"own-{_hash(each)}.crl").write_bytes(each.public_bytes(Encoding.DER))
    return found


def _hash(found: x509.CertificateRevocationList) -> str:
    return hashlib.sha256(found.issuer.public_bytes()).hexdigest()[:16]


def _list(session: Session, authority: SealKey) -> x509.CertificateRevocationList:
    root = x509.load_pem_x509_certificate(authority.certificates.encode())
    revoked = [
        _entry(row, certificate)
        for row in queries.revoked(session, authority.institution_id)
        for certificate in x509.load_pem_x509_certificates(row.certificates.encode())[:1]
        if certificate.issuer == root.subject
    ]
    until = min(clock.now() + LIST_LASTS, root.not_valid_after_utc)
    return making.revocation_list(root, _key(authority), revoked, until=until)


def _entry(row: SealKey, certificate: x509.Certificate) -> x509.RevokedCertificate:
    assert row.revoked_at is not None
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(certificate.serial_number)
        .revocation_date(row.revoked_at)
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        .build()
    )


def _make(u: Unit, institution: Institution) -> SealKey:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = making.name(institution.name, f"{institution.name} 최상위 인증기관")
    root = making.issue(
        subject, private.public_key(), subject, private, making.authority_extensions(), LASTS
    )
    return actions.keep_authority(u, institution, private, root)


def _trust(root: x509.Certificate, trust: Path) -> None:
    known = x509.load_pem_x509_certificates(trust.read_bytes()) if trust.exists() else []
    if root not in known:
        trust.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with trust.open("ab") as bundle:
            bundle.write(root.public_bytes(Encoding.PEM))


def _key(authority: SealKey) -> making.PrivateKey:
    assert authority.secret is not None
    key = load_der_private_key(base64.b64decode(authority.secret["pkcs8"]), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key
