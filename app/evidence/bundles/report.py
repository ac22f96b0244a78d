"""The report on whatever file is given to be checked: a paper, or the bundle around one."""

import hashlib
from collections.abc import Callable
from typing import Any

from cryptography import x509

from app.core.texts import t
from app.evidence.bundles import checks, container, layout
from app.evidence.bundles.container import BadBundle
from app.evidence.bundles.opened import Opened
from app.evidence.verify import Check, Report, verify


def report_on(content: bytes, trust_pem: bytes) -> Report:
    """Check a sealed file or a bundle against trusted roots, as `verify` does."""
    return (
        verify_bundle(content, trust_pem)
        if container.is_zip(content)
        else verify(content, trust_pem)
    )


def verify_bundle(content: bytes, trust_pem: bytes) -> Report:
    """Check a bundle; ValueError when the trust bundle holds no roots.

    Whatever it is, it gets a report. Its facts are those of the paper in it, and nothing but the
    hashes is repeated of one that does not hold.
    """
    roots = x509.load_pem_x509_certificates(trust_pem)
    try:
        files = container.read(content)
        if layout.PAPER not in files:
            raise BadBundle("no_paper")
    except BadBundle as bad:
        hashes = {"file_hash": hashlib.sha256(content).hexdigest()}
        return Report([Check("bundle", False, t(f"bundle.refused.{bad.code}"))], hashes)
    paper = verify(files[layout.PAPER], trust_pem)
    found = [_said("bundle", checks.OK), _looked("manifest", checks.manifest, files)]
    found += paper.checks
    if paper.ok:  # what lies beside it is compared with the paper: there must be one
        it = Opened(files, roots)
        found += [_looked(key, check, it) for key, check in checks.CHECKS.items()]
    hashes = {"file_hash": paper.facts["file_hash"], "bundle_hash": layout.sha256(content)}
    whole = all(check.ok for check in found)
    return Report(found, paper.facts | hashes if whole else hashes)


def _looked(key: str, check: Callable[[Any], checks.Said], it: Any) -> Check:
    try:
        return _said(key, check(it))
    except Exception:  # a malformed record can break anywhere; what cannot be read does not hold
        return _said(key, checks.BAD)


def _said(key: str, found: checks.Said) -> Check:
    variant, words = found
    return Check(key, variant.startswith("ok"), t(f"bundle.check.{key}.{variant}", **words))
