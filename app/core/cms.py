"""CMS SignedData with one signer (P-256 or RSA), spliced from ready-made DER (RFC 5652, RFC 5035).

The certificates are encoded once and reused; a signature costs a hash, one operation of the key
and a few joins. Signed attributes: content type, message digest, signing-certificate-v2, as both
PAdES (no signing time) and RFC 3161 want.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from app.core.der import NULL, explicit, integer, octets, oid, sequence, set_of, tagged

DATA = "1.2.840.113549.1.7.1"
SHA256_ALGORITHM = sequence(oid("2.16.840.1.101.3.4.2.1"))
HASHES = {
    "sha256": SHA256_ALGORITHM,
    "sha384": sequence(oid("2.16.840.1.101.3.4.2.2")),
    "sha512": sequence(oid("2.16.840.1.101.3.4.2.3")),
}
"""Hash algorithms a timestamp may be over, as AlgorithmIdentifier (DER)."""

_SIGNED_DATA = oid("1.2.840.113549.1.7.2")
ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"))
RSA_SHA256 = sequence(oid("1.2.840.113549.1.1.11"), tagged(NULL))
_CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
_TIMESTAMP_TOKEN = oid("1.2.840.113549.1.9.16.2.14")


class Signer(Protocol):
    """A private key wherever it lies; may be used by many threads at once."""

    def sign(self, message: bytes) -> bytes:
        """ECDSA (DER) or PKCS #1 v1.5 over the message's SHA-256, as its certificate's key says."""


@dataclass(frozen=True)
class Identity:
    """A signer, its certificate, and the certificates up to (not with) the root."""

    signer: Signer
    certificate: x509.Certificate
    intermediates: Sequence[x509.Certificate] = ()

    @cached_property
    def certificates(self) -> list[bytes]:
        """The chain (DER)."""
        chain = (self.certificate, *self.intermediates)
        return [link.public_bytes(Encoding.DER) for link in chain]

    @cached_property
    def issuer_and_serial(self) -> bytes:
        """How CMS names the certificate (DER)."""
        issuer = self.certificate.issuer.public_bytes()
        return sequence(issuer, integer(self.certificate.serial_number))

    @cached_property
    def algorithm(self) -> bytes:
        """The AlgorithmIdentifier of its signatures (DER)."""
        rsa = isinstance(self.certificate.public_key(), RSAPublicKey)
        return RSA_SHA256 if rsa else ECDSA_SHA256

    @cached_property
    def certificate_attribute(self) -> bytes:
        """The signing-certificate-v2 attribute (DER)."""
        digest = hashlib.sha256(self.certificates[0]).digest()
        named = sequence(sequence(sequence(octets(digest))))
        return sequence(_SIGNING_CERTIFICATE_V2, set_of(named))


def sign(identity: Identity, digest: bytes, content_type: str = DATA) -> tuple[bytes, bytes]:
    """Sign the SHA-256 `digest` of a content. Returns the signed attributes and the signature."""
    attributes = (
        sequence(_CONTENT_TYPE, set_of(oid(content_type))),
        sequence(_MESSAGE_DIGEST, set_of(octets(digest))),
        identity.certificate_attribute,
    )
    signed = set_of(*attributes)
    signature = identity.signer.sign(signed)
    return b"".join(sorted(attributes)), signature


def envelope(
    certificates: Sequence[bytes],
    issuer_and_serial: bytes,
    attributes: bytes,
    signature: bytes,
    *,
    algorithm: bytes = ECDSA_SHA256,
    token: bytes | None = None,
    content_type: str = DATA,
    content: bytes | None = None,
) -> bytes:
    """The finished CMS (DER); a timestamp token over the signature goes in unsigned.

    `content` itself goes in unless it is detached.
    """
    unsigned = explicit(1, sequence(_TIMESTAMP_TOKEN, set_of(token))) if token else b""
    signer = sequence(
        integer(1),
        issuer_and_serial,
        SHA256_ALGORITHM,
        tagged(0xA0, attributes),
        algorithm,
        octets(signature),
        unsigned,
    )
    body = sequence(
        integer(1 if content_type == DATA else 3),
        set_of(SHA256_ALGORITHM),
        sequence(oid(content_type), b"" if content is None else explicit(0, octets(content))),
        explicit(0, *sorted(certificates)),
        set_of(signer),
    )
    return sequence(_SIGNED_DATA, explicit(0, body))
