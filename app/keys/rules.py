"""A key's life and when its end is announced. Pure.

REQUESTED (made, no certificate yet) > ACTIVE (new papers are sealed with it) > RESTING (its
successor seals; it can be taken up again) > RETIRED (the private half is destroyed). Rotation never
leaves an institution without an active key: the old one seals until the new one has its
certificate.
"""

from datetime import datetime, timedelta

REQUESTED, ACTIVE, RESTING, RETIRED = "REQUESTED", "ACTIVE", "RESTING", "RETIRED"

SEAL, AUTHORITY = "seal", "authority"
"""Purposes."""

P256, RSA, MODULE_P256, MODULE_RSA = "p256", "rsa", "hsm-p256", "hsm-rsa"
KINDS = (P256, RSA, MODULE_P256, MODULE_RSA)

WARNED_BEFORE = timedelta(days=60)
"""An authority needs weeks to issue: from then on the end is announced."""


def in_module(kind: str) -> bool:
    """Whether the private half lies in a security module."""
    return kind in (MODULE_P256, MODULE_RSA)


def uses_rsa(kind: str) -> bool:
    """Whether it is RSA rather than P-256."""
    return kind in (RSA, MODULE_RSA)


def ends_soon(not_after: datetime | None, now: datetime) -> bool:
    """Whether a certificate has sixty days left, or fewer, or has ended."""
    return not_after is not None and now >= not_after - WARNED_BEFORE


def may_revoke(state: str) -> bool:
    """Whatever has a certificate, or had one when it was retired."""
    return state != REQUESTED


def may_retire(state: str) -> bool:
    """Never the key that seals, never twice."""
    return state in (REQUESTED, RESTING)
