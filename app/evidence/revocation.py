"""Whether a certificate was revoked at an instant, as its issuer's lists say (RFC 5280 5)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

_PEM = re.compile(rb"-----BEGIN X509 CRL-----.+?-----END X509 CRL-----", re.DOTALL)

List = x509.CertificateRevocationList


def lists_in(pem: bytes) -> list[List]:
    """The revocation lists of a PEM bundle; raises ValueError for one that is malformed."""
    return [x509.load_pem_x509_crl(text) for text in _PEM.findall(pem)]


def revoked(
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    lists: Iterable[List],
    at: datetime,
) -> bool:
    """Whether any list of its issuer says that the certificate had been revoked by then.

    A list that none of the issuers signed says nothing.
    """
    return any(
        _says_so(found, certificate.serial_number, at)
        for found in lists
        if found.issuer == certificate.issuer and _signed_by_one_of(found, issuers)
    )


def _says_so(found: List, serial: int, at: datetime) -> bool:
    entry = found.get_revoked_certificate_by_serial_number(serial)
    return entry is not None and entry.revocation_date_utc <= at


def _signed_by_one_of(found: List, issuers: Sequence[x509.Certificate]) -> bool:
    return any(issuer.subject == found.issuer and _signed(found, issuer) for issuer in issuers)


def _signed(found: List, issuer: x509.Certificate) -> bool:
    try:
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
