"""Whether a timestamp authority's certificate leads to a root we trust, at one instant."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

DEEPEST = 4


def leads_to(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> bool:
    """Whether issuers among `others` connect `leaf` with one of `roots`, all of them valid."""
    link = leaf
    for _ in range(DEEPEST):
        if not link.not_valid_before_utc <= at <= link.not_valid_after_utc:
            return False
        if root := _issuer(link, roots):
            return root.not_valid_before_utc <= at <= root.not_valid_after_utc
        above = _issuer(link, others)
        if above is None or above == link:
            return False
        link = above
    return False


def only_for_timestamps(certificate: x509.Certificate) -> bool:
    """RFC 3161 2.3: extended key usage is critical and says timestamping, nothing else."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _issuer(
    link: x509.Certificate, candidates: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    for candidate in candidates:
        if candidate.subject == link.issuer and _issued(candidate, link):
            return candidate
    return None


@lru_cache(maxsize=256)
def _issued(candidate: x509.Certificate, link: x509.Certificate) -> bool:
    """Kept: it lies in the two certificates alone, and every token brings the same ones."""
    if not _may_issue(candidate) or not _signed_in_whole_octets(link):
        return False
    try:
        link.verify_directly_issued_by(candidate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _signed_in_whole_octets(link: x509.Certificate) -> bool:
    """Whether its signature leaves no bit of its last octet out: OpenSSL refuses one that does."""
    return link.public_bytes(Encoding.DER)[: -len(link.signature)][-1] == 0


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return found.value.ca
