"""Whether the anchors' seals hold: what nobody with the database alone can make anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography import x509
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.anchors import anchor_faults, statement
from app.audit.models import Anchor
from app.audit.queries import faults
from app.audit.rules import Fault
from app.evidence.attested import holds
from app.evidence.models import Seal
from app.evidence.registry import store
from app.evidence.sealed import SealedPaper


def roots(trust: Path) -> list[x509.Certificate]:
    """The roots of a PEM bundle. Without a bundle no seal holds: that is said of each."""
    try:
        return x509.load_pem_x509_certificates(trust.read_bytes())
    except (OSError, ValueError):
        return []


def every_fault(session: Session, trusted: Sequence[x509.Certificate]) -> Iterator[Fault]:
    """What does not hold of chains, anchors and the anchors' seals."""
    yield from faults(session)
    yield from anchor_faults(session)
    yield from seal_faults(session, trusted)


def seal_faults(session: Session, roots: Sequence[x509.Certificate]) -> Iterator[Fault]:
    """Anchors whose seal does not hold; only the newest may still wait for its own."""
    newest = session.scalar(select(func.max(Anchor.number)))
    for anchor in session.scalars(select(Anchor).order_by(Anchor.number)):
        if anchor.seal is None:
            if anchor.number != newest:
                yield Fault("anchor", anchor.number, "has no seal")
        elif not holds(statement(anchor), anchor.seal, roots):
            yield Fault("anchor", anchor.number, "the seal does not hold")


def paper_faults(session: Session, roots: Sequence[x509.Certificate]) -> Iterator[Fault]:
    """Anchors that are not those which sealed papers hold: all of them may have been made anew.

    Opens every paper; one that cannot be opened is named too.
    """
    ours = {anchor.number: anchor.hash for anchor in session.scalars(select(Anchor))}
    for seal in session.scalars(select(Seal).order_by(Seal.sealed_at)):
        try:
            paper = SealedPaper(store().get(seal.store_key), roots)
            held = paper.evidence.get("audit_anchor")
        except Exception:  # a broken file can break a parser anywhere
            yield Fault(f"paper {seal.file_hash}", seal.revision, "cannot be opened")
            continue
        if held and ours.get(held["number"]) != held["hash"]:
            problem = f"not the one that paper {seal.file_hash} holds"
            yield Fault("anchor", held["number"], problem)
