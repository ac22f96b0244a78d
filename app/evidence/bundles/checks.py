"""What is looked at in a bundle beside its paper. Each says how it stands as (variant, words).

The sentences stand at `bundle.check.<key>.<variant>`; variants that begin with `ok` hold.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from app.core import merkle
from app.core.chain import START, Broken, End, follow, leaf
from app.evidence.attested import holds
from app.evidence.bundles import layout
from app.evidence.bundles.container import NAME
from app.evidence.bundles.cut import taken_apart
from app.evidence.bundles.layout import sha256
from app.evidence.bundles.opened import Opened
from app.evidence.canonical import canonical_json

Said = tuple[str, dict[str, Any]]
OK: Said = ("ok", {})
BAD: Said = ("bad", {})
MOST_NAMED = 5


def manifest(files: Mapping[str, bytes]) -> Said:
    """Every file is listed and whole, nothing is missing, and nothing else is there."""
    content = files[layout.MANIFEST]
    stated = json.loads(content)
    if canonical_json(stated) != content or (stated["v"], stated["kind"]) != (1, layout.KIND):
        return BAD
    there = {name: sha256(it) for name, it in files.items() if name != layout.MANIFEST}
    listed: dict[str, str] = stated["files"]
    names = {*there, *listed, *layout.ALWAYS}
    wrong = {name for name in names if there.get(name, "") != listed.get(name)}
    wrong |= {name for name in names if not layout.may_stand(name)}
    counted = {name: it for name, it in files.items() if name in there and name != layout.SUMS}
    if not wrong and files[layout.SUMS] != layout.sums(counted):
        wrong = {layout.SUMS}
    if wrong:
        return "files", {"names": _some(sorted(name for name in wrong if NAME.fullmatch(name)))}
    return "ok", {"count": len(there)}


def records(it: Opened) -> Said:
    """The records are the paper's own attachments, and the manifest speaks of this paper."""
    mine = (it.files[layout.AGREEMENT], it.files[layout.EVIDENCE])
    attached = it.paper.attachments
    if mine != (attached["agreement.json"], attached["evidence.json"]):
        return BAD
    stated = it.manifest
    paper = (it.paper.evidence["number"], it.paper.evidence["document_hash"], sha256(it.pdf))
    same = (stated["number"], stated["document_hash"], stated["paper"]["file_hash"]) == paper
    return OK if same else BAD


def strokes(it: Opened) -> Said:
    """The timed strokes are those the paper is committed to: one moved point is another's."""
    wanted, there = it.inked(), [n for n in it.inked() if layout.strokes_of(n) in it.files]
    moved = [place for place in there if not _committed(it, place)]
    if moved:
        return "moved", {"who": ", ".join(it.who(place) for place in moved)}
    if _strays(it, wanted) or (it.manifest["for"] == "institution" and there != wanted):
        return "missing", {}
    if not wanted:
        return "ok_typed", {}
    return "ok", {"count": len(there), "total": len(wanted)}


def shapes(it: Opened) -> Said:
    """The strokes without time and pressure are the shape that the paper shows."""
    differ = [
        place
        for place in it.inked()
        if layout.strokes_of(place) in it.files and _shape(it, place) != _shown(it, place)
    ]
    return ("differ", {"who": ", ".join(map(it.who, differ))}) if differ else OK


def chain(it: Opened) -> Said:
    """Entry follows upon entry from the first on, and they tell of this paper's conclusion."""
    start = End(it.entries[0]["subject"], 0, START)
    try:
        follow(it.links, start)
    except Broken as problem:
        return "broken", {"seq": int(problem.args[0])}
    facts = [entry["facts"] for entry in it.entries if entry["action"] in _CONCLUSION]
    concluded = any(fact.get("hash") == it.paper.evidence["document_hash"] for fact in facts)
    first = sha256(it.pdf[: it.signed[0].end])  # the file as it was sealed, before any archive
    if not concluded or not any(fact.get("file_hash") == first for fact in facts):
        return "other", {}
    return "ok", {"count": len(it.entries)}


_CONCLUSION = ("signing:document:concluded", "signing:paper:sealed")


def anchors(it: Opened) -> Said:
    """The chain leads to anchors whose seals hold; the one that the paper names is there."""
    numbers = {name.rpartition(".")[0] for name in it.files if name.startswith("anchors/")}
    for anchor in numbers:
        if not holds(it.files[f"{anchor}.json"], it.files[f"{anchor}.p7s"], it.roots):
            return "seal", {}
    named = it.paper.evidence.get("audit_anchor")
    if named and sha256(it.files[f"anchors/{int(named['number'])}.json"]) != named["hash"]:
        return BAD
    proofs = json.loads(it.files[layout.PROOFS])
    if not all(_proved(it, proof) for proof in proofs):
        return BAD
    if not proofs:
        return "ok_none", {}
    last = max(proof["seq"] for proof in proofs)
    return "ok", {"count": last, "total": len(it.entries)}


def identity(it: Opened) -> Said:
    """The receipts say what paper and chain say of each identity check, to the letter."""
    places = range(1, len(it.signers) + 1)
    there = [place for place in places if layout.receipt_of(place) in it.files]
    wanted = it.manifest["for"] == "institution"
    if not there or _strays(it, places, "identity/") or (wanted and len(there) < len(places)):
        return BAD
    differ = [
        place
        for place in there
        if it.files[layout.receipt_of(place)] != canonical_json(_receipt(it, place))
    ]
    if differ:
        return "differ", {"who": ", ".join(map(it.who, differ))}
    return "ok", {"count": len(there)}


def tokens(it: Opened) -> Said:
    """Seal, timestamps and certificates that lie beside the paper are those inside it."""
    inside = taken_apart(it.pdf, it.signed)
    beside = {name for name in it.files if name.startswith(("seal/", "archive/"))}
    wrong = {name for name in inside if it.files.get(name) != inside[name]}
    return ("files", {"names": _some(sorted(wrong))}) if wrong or beside - set(inside) else OK


CHECKS: dict[str, Callable[[Opened], Said]] = {
    "records": records,
    "strokes": strokes,
    "shapes": shapes,
    "chain": chain,
    "anchors": anchors,
    "identity": identity,
    "tokens": tokens,
}


def _committed(it: Opened, place: int) -> bool:
    salt = bytes.fromhex(it.files[layout.salt_of(place)].decode().strip())
    found = hmac.new(salt, it.files[layout.strokes_of(place)], hashlib.sha256).hexdigest()
    return hmac.compare_digest(found, str(it.signers[place - 1]["ink_commitment"]))


def _strays(it: Opened, places: Any, folder: str = "strokes/") -> bool:
    """Whether the folder holds anything of somebody who has no such place."""
    mine = {f"{folder}{place}" for place in places}
    return any(name.startswith(folder) and name.rpartition(".")[0] not in mine for name in it.files)


def _shape(it: Opened, place: int) -> Any:
    drawn = json.loads(it.files[layout.strokes_of(place)])
    return {
        "width": drawn["width"],
        "height": drawn["height"],
        "strokes": [[[x, y] for x, y, _, _ in stroke] for stroke in drawn["strokes"]],
    }


def _receipt(it: Opened, place: int) -> Any:
    """The receipt as it must be: what the paper says, and what the chain adds to it."""
    record = it.signers[place - 1]["identity"]
    accepted = it.entry("identity:code:accepted", "check", record["check"])
    mine = [each for each in it.entries if each["person_id"] == accepted["person_id"]]
    before = [each for each in mine if each["seq"] < accepted["seq"]]
    executed = [each for each in before if each["action"] == "signing:agreement:executed"][-1]
    after = (each for each in mine if each["seq"] > accepted["seq"])
    signed = next(each for each in after if each["action"] == "signing:document:signed")
    return {
        "v": 1,
        "signer": place,
        "check": {
            **record,
            "challenge": accepted["facts"]["challenge"],
            "document_hash": it.paper.evidence["document_hash"],
            "request": accepted["request_id"],
        },
        "signature": {"at": signed["at"], "act_hash": executed["facts"]["act"]},
    }


def _shown(it: Opened, place: int) -> Any:
    return it.signers[place - 1]["ink"]


def _proved(it: Opened, proof: Mapping[str, Any]) -> bool:
    number = int(proof["anchor"])
    statement = json.loads(it.files[f"anchors/{number}.json"])
    end = follow(it.links[: int(proof["seq"])])[-1]
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = bytes.fromhex(statement["root"])
    return merkle.included(leaf(end), int(proof["place"]), int(statement["size"]), path, root)


def _some(names: list[str]) -> str:
    more = " …" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
