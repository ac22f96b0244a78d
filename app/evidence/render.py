"""Paper -> PDF/A-3a and PDF/UA-1 by Typst; the same input gives the same bytes."""

import hashlib
import json
import re
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import typst

from app.core import clock
from app.evidence.canonical import document_record
from app.evidence.glyphs import FONTS
from app.evidence.ink import svg
from app.evidence.lines import LONGEST, runs
from app.evidence.lookup import Lookup
from app.evidence.marks import Place, SignatureMark, evidence_record
from app.evidence.papers import FOLDER, PARTS, Article, Paper

SHEET = FOLDER / "paper.typ"

FULL, NUMBERED, CAUTION = 48.42, 47.02, 46.65
"""Line widths of the sheet's running text in em: a whole line, after ①, beside a number."""

UNBROKEN = re.compile(rf"[!-~]{{{LONGEST + 1},}}")
"""A run of letters and digits that must be let break, see `loosened` in the sheet."""

BESIDE = 6
"""Signers whose boxes to tick fit beside an item; those of more stand under it (the sheet's)."""

_thread = threading.local()


def render_presign(
    paper: Paper, *, number: str, signers: Sequence[Place], released_at: datetime, demo: bool
) -> bytes:
    """The paper as the signers read it before they sign; nothing in it is signed or sealed."""
    places = [{"role": place.role, "name": place.name} for place in signers]
    return _compile(
        {**_clauses(paper, 1), "number": number, "demo": demo, "signers": places}, released_at
    )


def render_concluded(
    paper: Paper,
    *,
    number: str,
    presign_sha256: str,
    signatures: Sequence[SignatureMark],
    concluded_at: datetime,
    demo: bool,
    anchor: Mapping[str, Any] | None = None,
    lookup: Lookup | None = None,
) -> bytes:
    """The concluded paper with its signatures and, attached, what it commits to; ready to seal.

    anchor: see `evidence_record`. lookup: how readers find it in the register.
    """
    record = document_record(paper, presign_sha256)
    document_hash = hashlib.sha256(record).hexdigest()
    evidence = evidence_record(
        number, document_hash, presign_sha256, concluded_at, signatures, anchor
    )
    sheet = {
        **_clauses(paper, len(signatures)),
        "number": number,
        "demo": demo,
        "signers": [_signed(mark) for mark in signatures],
        "concluded": {
            **attached(record, evidence),
            "at": _said(concluded_at),
            "anchor": dict(anchor) if anchor else None,
            "lookup": lookup and {**vars(lookup), "qr": lookup.qr()},
        },
    }
    return _compile(sheet, concluded_at)


def attached(record: bytes, evidence: bytes) -> dict[str, str]:
    """The two records as the sheet takes them, with the hashes it prints."""
    return {
        "document_hash": hashlib.sha256(record).hexdigest(),
        "evidence_hash": hashlib.sha256(evidence).hexdigest(),
        "record": record.decode(),
        "evidence": evidence.decode(),
    }


def render_preview(
    paper: Paper, *, number: str, signers: Sequence[Place], at: datetime, demo: bool
) -> bytes:
    """A draft as the paper would look, marked on every page; unlike a paper it may lack glyphs."""
    sheet = {"number": number, "demo": demo, "preview": True, "signers": list(map(vars, signers))}
    return _compile({**_clauses(paper, 1), **sheet}, at)


def warm() -> None:
    """Load the fonts and the sheet for this thread, so that the first paper is not the slow one."""
    _compiler()


def _clauses(paper: Paper, boxes: int) -> dict[str, Any]:
    """The words as the sheet takes them: running text comes as runs, see `lines`.

    boxes: to tick for each item.
    """
    beside = _beside(boxes)
    return {
        **{part: getattr(paper, part) for part in PARTS},
        "unbroken": any(UNBROKEN.search(str(value)) for value in paper.data.values()),
        "lead": runs(paper.lead, FULL),
        "closing": runs(paper.closing, FULL),
        "articles": [_article(article) for article in paper.articles],
        "cautions": [{**vars(c), "text": runs(c.text, CAUTION)} for c in paper.cautions],
        "notices": [
            {**vars(n), "paragraphs": [runs(p, FULL) for p in n.paragraphs]} for n in paper.notices
        ],
        "ticks": [{**vars(tick), "detail": runs(tick.detail, beside)} for tick in paper.ticks],
    }


def _beside(boxes: int) -> float:
    """Line width in em of an item to tick: what its kind (12 mm) and its boxes leave of 164 mm."""
    taken = 18 if boxes == 1 else 6.2 * boxes if boxes <= BESIDE else 0
    inset, size, point = 12, 8.4, 25.4 / 72
    return ((164 - 12 - taken) / point - inset) / size


def _article(article: Article) -> dict[str, Any]:
    width = FULL if len(article.paragraphs) == 1 else NUMBERED
    return {**vars(article), "paragraphs": [runs(p, width) for p in article.paragraphs]}


def _signed(mark: SignatureMark) -> dict[str, Any]:
    return {
        "role": mark.role,
        "name": mark.name,
        "at": _said(mark.signed_at),
        "method": mark.method,
        "identity": mark.identity,
        "ink": mark.ink and svg(mark.ink),
        "ticked": [key for key, at in mark.ticks.items() if at],
    }


def _said(at: datetime) -> str:
    return f"{clock.kst(at):%Y-%m-%d %H:%M:%S} +09:00 (KST)"


def _compile(sheet: dict[str, Any], at: datetime) -> bytes:
    """A line end follows Typst's %%EOF: PDF/A wants one between revisions (ISO 32000 7.5.6)."""
    text = json.dumps(sheet, default=vars, ensure_ascii=False)
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"sheet": text},
        pdf_standards=[] if "preview" in sheet else ["a-3a", "ua-1"],
        timestamp=int(at.timestamp()),
    )
    return cast(bytes, pdf) + b"\n"


def _compiler() -> typst.Compiler:
    """This thread's compiler: one cannot be shared."""
    if not hasattr(_thread, "compiler"):
        _thread.compiler = typst.Compiler(
            str(SHEET), root=str(FOLDER), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
    return cast(typst.Compiler, _thread.compiler)
