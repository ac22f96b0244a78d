"""Making certificates and asking for them: for the demo, and for institutions that issue their own.

What a seal needs: digital signature and non-repudiation, nothing else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from app.core import clock
from app.core.cms import ECDSA_SHA256, RSA_SHA256, Signer
from app.core.der import BIT_STRING, integer, sequence, tagged
from app.gateways.signer.software import PublicKey

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

YEARS_10 = timedelta(days=3652)


def name(organisation: str, common: str) -> x509.Name:
    """A distinguished name in Korea."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def usage(*, certify: bool) -> x509.KeyUsage:
    """For an authority, or for whoever signs."""
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


def authority_extensions() -> tuple[x509.ExtensionType, ...]:
    """What makes a certificate an authority's, which issues to keys alone."""
    return x509.BasicConstraints(ca=True, path_length=0), usage(certify=True)


def issue(
    subject: x509.Name,
    public_key: PublicKey,
    issuer: x509.Name,
    issuer_key: PrivateKey,
    extensions: tuple[x509.ExtensionType, ...],
    lasting: timedelta = YEARS_10,
) -> x509.Certificate:
    """A certificate from yesterday on; the extensions are critical."""
    start = clock.now() - timedelta(days=1)
    issuer_public = issuer_key.public_key()
    builder = (
        x509.CertificateBuilder(issuer, subject, public_key, x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + lasting)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), False)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def revocation_list(
    issuer: x509.Certificate,
    issuer_key: PrivateKey,
    revoked: Sequence[x509.RevokedCertificate] = (),
    *,
    until: datetime,
) -> x509.CertificateRevocationList:
    """What an authority says now of the certificates it revoked, until `until` (RFC 5280 5)."""
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder(issuer.subject, clock.now(), until)
        .add_extension(x509.CRLNumber(int(clock.now().timestamp())), critical=False)
        .add_extension(key, critical=False)
    )
    for each in revoked:
        builder = builder.add_revoked_certificate(each)
    return builder.sign(issuer_key, hashes.SHA256())


def request(subject: x509.Name, public_key: PublicKey, signer: Signer) -> str:
    """A certificate request (PKCS #10, PEM), signed wherever the key lies."""
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    asked = sequence(integer(0), subject.public_bytes(), spki, tagged(0xA0))
    algorithm = RSA_SHA256 if isinstance(public_key, rsa.RSAPublicKey) else ECDSA_SHA256
    signature = tagged(BIT_STRING, b"\0", signer.sign(asked))
    made = x509.load_der_x509_csr(sequence(asked, algorithm, signature))
    return made.public_bytes(Encoding.PEM).decode()
