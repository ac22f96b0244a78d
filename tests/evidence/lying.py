"""Papers whose pages say other than what is attached to them, as only who holds the institution's
own key can make them: the seal over each is a good one."""

import json
import re
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from app.evidence import render
from app.evidence.canonical import canonical_json, document_record
from app.evidence.glyphs import FONTS
from app.evidence.lookup import Lookup
from app.evidence.marks import SignatureMark, evidence_record
from app.evidence.papers import FOLDER, Paper
from app.evidence.seal import Sealer
from tests.evidence import samples

PRESIGN = "ab" * 32
ANCHOR = {"number": 12, "hash": "5c" * 32}
LOOKUP = Lookup("https://sign.example/verify/AR-2026-0001", "7K2M-Q9XD-4HTN")


def lies() -> dict[str, bytes]:
    """What the institution does -> the paper, not yet sealed."""
    signers = samples.marks(2)
    swapped = [replace(a, ink=b.ink) for a, b in zip(signers, signers[::-1], strict=True)]
    named = [replace(signers[0], name="홍길남"), signers[1]]
    unticked = [replace(signers[0], ticks=dict.fromkeys(signers[0].ticks, samples.AT)), signers[1]]
    shorter = replace(samples.paper(), articles=samples.paper().articles[:-1])
    return {
        "another amount on the page": drawn(page=samples.paper(amount=50_000_000)),
        "a clause left out on the page": drawn(page=shorter),
        "another name beside a signature": drawn(page_signers=named),
        "a tick shown that nobody set": drawn(page_signers=unticked),
        "two signers' ink swapped": drawn(page_signers=swapped),
        "one point of the ink moved": drawn(page_signers=[moved(signers[0]), signers[1]]),
        "the amount in white": drawn(sheet=in_white),
        "a patch over the amount": drawn(sheet=patched),
        "words beside the margin": drawn(sheet=in_the_margin),
        "no commitment to the strokes": drawn(evidence=uncommitted),
        "one commitment for two": drawn(evidence=committed_twice),
        "a record that says two amounts": drawn(record=twofold),
    }


def lying(sealer: Sealer) -> dict[str, bytes]:
    """The same, sealed with the institution's own key."""
    return {name: sealer.seal(pdf).content for name, pdf in lies().items()}


def drawn(
    page: Paper | None = None,
    page_signers: list[SignatureMark] | None = None,
    sheet: Callable[[str], str] = str,
    evidence: Callable[[dict[str, Any]], None] = lambda _: None,
    record: Callable[[bytes], bytes] = bytes,
) -> bytes:
    """The sample with other words or signers on its page than in its records, on a sheet of one's
    own, or with its records changed."""
    signers = samples.marks(2)
    agreed = record(document_record(samples.paper(), PRESIGN))
    told = attached_evidence(agreed, signers)
    evidence(told)
    shown, seen = page or samples.paper(), page_signers or signers
    return compiled(
        {
            **render._clauses(shown, len(seen)),
            "number": samples.NUMBER,
            "demo": True,
            "signers": [render._signed(mark) for mark in seen],
            "concluded": {
                **render.attached(agreed, canonical_json(told)),
                "at": render._said(samples.AT),
                "anchor": ANCHOR,
                "lookup": {**vars(LOOKUP), "qr": LOOKUP.qr()},
            },
        },
        sheet,
    )


def attached_evidence(agreed: bytes, signers: list[SignatureMark]) -> dict[str, Any]:
    stated = render.attached(agreed, b"")["document_hash"]
    made = evidence_record(samples.NUMBER, stated, PRESIGN, samples.AT, signers, ANCHOR)
    found: dict[str, Any] = json.loads(made)
    return found


def compiled(values: dict[str, Any], change: Callable[[str], str]) -> bytes:
    """Drawn by Typst on the sheet, some of its text changed."""
    before = render.SHEET.read_text("utf-8")
    after = change(before)
    assert change is str or after != before
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.typ"
        shutil.copytree(FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("fonts"))
        path.write_text(after, "utf-8")
        compiler = typst.Compiler(
            str(path), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"sheet": json.dumps(values, default=vars, ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(samples.AT.timestamp()),
        )
    return bytes(pdf) + b"\n"


_STREAM = re.compile(rb"\n(\d+) 0 obj\n<<[^>]*?/Length (\d+)[^\n]*?>>\nstream\n")


def edited(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A paper that is not sealed yet, its packed streams changed and its table made anew."""
    out, at = bytearray(), 0
    for found in _STREAM.finditer(pdf):
        begin, length = found.end(), int(found[2])
        if found.start() < at or not pdf.startswith(b"\nendstream", begin + length):
            continue
        with suppress(zlib.error):
            packed = zlib.compress(change(zlib.decompress(pdf[begin : begin + length])))
            out += pdf[at : found.start(2)] + b"%d" % len(packed)
            out += pdf[found.end(2) : begin] + packed
            at = begin + length
    out += pdf[at:]
    return _tabled(bytes(out))


def _tabled(pdf: bytes) -> bytes:
    """With a cross-reference table that says where its objects now are."""
    table = pdf.rindex(b"xref\n0 ")
    first, end = pdf.index(b"\n", table + 5) + 1, pdf.index(b"trailer", table)
    places = {int(m[1]): m.start() + 1 for m in re.finditer(rb"\n(\d+) 0 obj\n", pdf[:table])}
    lines = [pdf[i : i + 20] for i in range(first, end, 20)]
    lines = [
        b"%010d 00000 n \n" % places[n] if n in places else line for n, line in enumerate(lines)
    ]
    start = pdf.rindex(b"startxref\n") + len(b"startxref\n")
    return pdf[:first] + b"".join(lines) + pdf[end:start] + b"%d\n%%%%EOF\n" % table


def moved(mark: SignatureMark) -> SignatureMark:
    assert mark.ink
    (x, y, ms, pressure), *rest = mark.ink.strokes[2]
    strokes = list(mark.ink.strokes)
    strokes[2] = ((x + 1, y, ms, pressure), *rest)
    return replace(mark, ink=replace(mark.ink, strokes=tuple(strokes)))


def in_white(sheet: str) -> str:
    return sheet.replace("weight: 700, kept(fact.value)", "fill: white, kept(fact.value)")


def patched(sheet: str) -> str:
    """A white sheet over each page's upper half, and nothing said anew."""
    patch = "foreground: place(top, dy: 60mm, rect(width: 100%, height: 40mm, fill: white)),"
    return sheet.replace('paper: "a4",', f'paper: "a4",\n  {patch}')


def in_the_margin(sheet: str) -> str:
    return sheet.replace("sheet.number,\n    )", "[#sheet.number 보증금액 9억원],\n    )")


def uncommitted(evidence: dict[str, Any]) -> None:
    evidence["signers"][0]["ink_commitment"] = None


def committed_twice(evidence: dict[str, Any]) -> None:
    first, second = evidence["signers"]
    second["ink_commitment"] = first["ink_commitment"]


def twofold(record: bytes) -> bytes:
    """The same key twice: readers differ in which they take."""
    return record.replace(b'"data":{', b'"data":{"amount":50000000,', 1)
