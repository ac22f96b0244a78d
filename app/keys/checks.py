"""Whether a certificate may be a sealing key's."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509

from app.gateways.timestamp.chain import leads_to


def chain_of(pem: str) -> list[x509.Certificate]:
    """The certificates of a PEM text, none where it holds none or one that cannot be read."""
    try:
        return x509.load_pem_x509_certificates(pem.encode())
    except Exception:  # a damaged certificate raises a dozen kinds
        return []


def problem(
    request: str,
    chain: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime,
) -> str:
    """What speaks against the chain (the key's own certificate first), or nothing."""
    if not chain:
        return "the file holds no certificate (PEM)"
    try:
        return _problem(request, chain, roots, now)
    except Exception:  # as above: its parts are read when they are asked for
        return "the certificates are damaged or of a kind that we cannot read"


def _problem(
    request: str,
    chain: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime,
) -> str:
    mine, *above = chain
    if mine.public_key() != x509.load_pem_x509_csr(request.encode()).public_key():
        return "the first certificate is another key's"
    if not mine.not_valid_before_utc <= now < mine.not_valid_after_utc:
        return f"it is valid from {mine.not_valid_before_utc} to {mine.not_valid_after_utc}"
    if not _for_signing(mine):
        return "its key usage allows no digital signature"
    if not leads_to(mine, above, roots, now):
        return "it does not lead to a root of trust.pem (add the root there first)"
    return ""


def _for_signing(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
