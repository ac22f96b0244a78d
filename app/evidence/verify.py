"""Is this file the paper that was sealed? Answered offline, from file and trusted roots alone."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.diff_analysis import ModificationLevel

from app.core import cms as our_cms
from app.core.texts import t
from app.evidence import inside
from app.evidence.archived import archived, protected_until
from app.evidence.marks import instant
from app.evidence.revocation import lists_in
from app.evidence.sealed import SealedPaper
from app.gateways.timestamp.chain import only_for_timestamps

CADES = "/ETSI.CAdES.detached"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `text` says in a sentence how it stands."""

    key: str
    ok: bool
    text: str


@dataclass(frozen=True)
class Report:
    """All checks, and what the file says of itself (its hash alone unless all of them hold)."""

    checks: list[Check]
    facts: dict[str, str]
    register_consulted: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return all(check.ok for check in self.checks)


def verify(pdf: bytes, trust_pem: bytes) -> Report:
    """Check a sealed file against trusted roots (PEM bundle; ValueError when it holds none). The
    bundle may hold revocation lists too.

    Whatever the file is, it gets a report: malformed ones fail their checks. Of a file that does
    not hold, nothing it says is repeated but its hash.
    """
    roots, lists = x509.load_pem_x509_certificates(trust_pem), lists_in(trust_pem)
    facts = {"file_hash": _sha256(pdf)}
    try:
        paper = SealedPaper(pdf, roots, lists)
    except Exception:  # a broken file can break a parser anywhere; all of it means "unreadable"
        return Report([_said("readable", False)], facts)
    checks = [_said("readable", True), _said("seal", _holds(_sealed, paper))]
    if checks[-1].ok:  # without a seal there is nothing else to say
        checks += [_said(key, _holds(check, paper)) for key, check in _CHECKS.items()]
        if len(paper.signatures) > 1:
            checks.append(_said("archive", _holds(archived, paper)))
    for key, check in _INSIDE.items():  # a stranger's attachments might unpack to no end
        if all(each.ok for each in checks):
            checks.append(_said(key, _holds(check, paper)))
    return Report(checks, _facts(paper) if all(check.ok for check in checks) else facts)


def _sealed(paper: SealedPaper) -> bool:
    """One certification signature, made first, that allows no more than form filling."""
    seal = paper.seal
    certified = seal.docmdp_level is not None and seal.docmdp_level.value <= 2
    return certified and str(seal.sig_object["/SubFilter"]) == CADES


def _intact(paper: SealedPaper) -> bool:
    return bool(paper.status.intact and paper.status.valid)


def _trusted(paper: SealedPaper) -> bool:
    """A timestamp authority's certificate leads to the same roots and must not seal papers; one
    that was revoked before the time of the seal may be anybody's."""
    fit = not only_for_timestamps(paper.signer) and not paper.revoked(paper.signer)
    return bool(paper.status.trusted) and fit


def _whole(paper: SealedPaper) -> bool:
    """The last signature reaches the end of the file, and whatever came after the seal is
    archival only: validation data and document timestamps, judged by comparing the revisions."""
    _, _, start, length = (int(number) for number in paper.signatures[-1].byte_range)
    level = paper.status.modification_level
    archival = level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    return archival and bool(paper.status.docmdp_ok) and start + length == len(paper.pdf)


def _envelope(paper: SealedPaper) -> bool:
    """The gap holds our CMS written the one way we write it, then zeros."""
    digits = paper.envelope.hex().encode()
    gap = paper.gap()
    return gap == b"<" + digits.ljust(len(gap) - 2, b"0") + b">" and _plain(paper.envelope)


def _plain(envelope: bytes) -> bool:
    """Putting the parts together again gives the same bytes: nothing rides along unsigned."""
    signed = cms.ContentInfo.load(envelope, strict=True)["content"]
    info = signed["signer_infos"][0]
    stated = info["signature_algorithm"].dump()
    again = our_cms.envelope(
        [each.chosen.dump() for each in signed["certificates"]],
        info["sid"].chosen.dump(),
        info["signed_attrs"].contents,
        info["signature"].native,
        algorithm=stated if stated == our_cms.RSA_SHA256 else our_cms.ECDSA_SHA256,
        token=info["unsigned_attrs"][0]["values"][0].dump(),
    )
    return again == envelope


def _timestamped(paper: SealedPaper) -> bool:
    status = paper.status.timestamp_validity
    if status is None or not (status.intact and status.valid and status.trusted):
        return False
    same = paper.token.at == status.timestamp
    return bool(same) and not paper.revoked(paper.token.certificate)


_CHECKS: dict[str, Callable[[SealedPaper], bool]] = {
    "intact": _intact,
    "trusted": _trusted,
    "whole": _whole,
    "envelope": _envelope,
    "timestamp": _timestamped,
}


_INSIDE: dict[str, Callable[[SealedPaper], bool]] = {
    "attachments": inside.attached,
    "text": inside.shown,
    "ink": inside.inked,
    "commitments": inside.committed,
}
"""What is looked at only in a file whose seal holds."""


def _holds(check: Callable[[SealedPaper], bool], paper: SealedPaper) -> bool:
    try:
        return check(paper)
    except Exception:  # as above: what cannot even be read does not hold
        return False


def _said(key: str, ok: bool) -> Check:
    return Check(key, ok, t(f"evidence.check.{key}.{'ok' if ok else 'bad'}"))


def _facts(paper: SealedPaper) -> dict[str, str]:
    """What the file says of itself; to be repeated only when everything holds."""
    return {
        "issuer": _common_name(paper),
        "stamped_at": instant(paper.token.at),
        "authority": paper.token.authority,
        "protected_until": instant(protected_until(paper)),
        "number": str(paper.evidence["number"]),
        "document_hash": paper.hashes["document"],
        "file_hash": _sha256(paper.pdf),
    }


def _common_name(paper: SealedPaper) -> str:
    return str(paper.signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
