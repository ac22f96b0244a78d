"""An institution's own authority, for those who need no public one: it issues to its keys alone."""

import base64
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from app.db.unit import Unit
from app.evidence import certificates as making
from app.gateways.signer.software import PublicKey
from app.keys import actions, queries
from app.keys.models import SealKey
from app.parties.models import Institution

LASTS = timedelta(days=20 * 365)
KEY_LASTS = timedelta(days=3 * 365)
"""How long the authority's and a key's certificate hold."""


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
