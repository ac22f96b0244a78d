"""What the audit chain holds of a document, with the way to the anchors, as files of a bundle."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.anchors import newest_at, proof, statement
from app.audit.models import Anchor, AnchoredHead, AuditEntry
from app.audit.queries import link_of, trail
from app.audit.rules import link_text
from app.core import merkle
from app.core.chain import End, leaf_text
from app.core.errors import Refused
from app.evidence.bundles import layout
from app.evidence.canonical import canonical_json
from app.signing.models import Document


@dataclass(frozen=True)
class Proof:
    """How the chain's end at one entry stands in an anchor."""

    end: End
    anchor: Anchor
    place: int
    path: Sequence[bytes]

    @property
    def leaf(self) -> str:
        """The text whose hash is the leaf."""
        return leaf_text(self.end)

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """The path upwards: what stands beside (hex), and whether on the left."""
        found = merkle.sides(self.place, self.anchor.size, self.path)
        return [(beside.hex(), left) for beside, left in found]


@dataclass(frozen=True)
class Trail:
    """The chain of a document's owner from its first entry on, and two proofs: the first anchor
    after the conclusion, and the newest. named: the anchor that the paper names."""

    texts: Sequence[str]
    proofs: Sequence[Proof]
    named: Anchor | None

    def files(self) -> dict[str, bytes]:
        """By name in the bundle."""
        anchors = {proof.anchor.number: proof.anchor for proof in self.proofs}
        if self.named:
            anchors[self.named.number] = self.named
        found = {
            layout.CHAIN: "".join(f"{text}\n" for text in self.texts).encode(),
            layout.PROOFS: canonical_json([_stated(proof) for proof in self.proofs]),
        }
        for number, anchor in anchors.items():
            found[f"anchors/{number}.json"] = statement(anchor)
            found[f"anchors/{number}.p7s"] = anchor.seal or b""
        return found


def trail_of(session: Session, document: Document) -> Trail:
    """Of a concluded document; Refused SEAL_PENDING while the anchor it names is unsealed."""
    entries = trail(session, document.owner)
    since = next(entry.seq for entry in entries if _concludes(entry, document))
    heads = _anchored(session, document.owner, since, entries[-1].seq)
    assert document.concluded_at, "asked for concluded papers alone"
    named = newest_at(session, document.concluded_at)
    if named and named.seal is None:  # no authority has answered since last night
        raise Refused("SEAL_PENDING", 409)
    return Trail(
        texts=[link_text(link_of(entry)) for entry in entries],
        proofs=[_proof(session, head) for head in dict.fromkeys(heads[:1] + heads[-1:])],
        named=named,
    )


def _concludes(entry: AuditEntry, document: Document) -> bool:
    about = entry.facts.get("document") == document.id
    return about and entry.action == "signing:document:concluded"


def _anchored(session: Session, owner: str, since: int, until: int) -> list[AnchoredHead]:
    """The ends of the chain that stand in a sealed anchor, in order."""
    query = (
        select(AnchoredHead)
        .join(Anchor, Anchor.number == AnchoredHead.anchor)
        .where(
            AnchoredHead.subject == owner,
            AnchoredHead.seq.between(since, until),
            Anchor.seal.is_not(None),
        )
        .order_by(AnchoredHead.seq)
    )
    return list(session.scalars(query))


def _proof(session: Session, head: AnchoredHead) -> Proof:
    found = proof(session, head.subject, head.seq)
    assert found, "the head was found in its anchor"
    anchor, place, path = found
    return Proof(End(head.subject, head.seq, head.hash), anchor, place, path)


def _stated(proof: Proof) -> dict[str, object]:
    return {
        "seq": proof.end.seq,
        "anchor": proof.anchor.number,
        "place": proof.place,
        "path": [step.hex() for step in proof.path],
    }
