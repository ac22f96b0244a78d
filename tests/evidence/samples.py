"""A paper with everything on it, made from nothing."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.evidence.fields import Value
from app.evidence.ink import Ink, commitment, parse_ink
from app.evidence.lookup import Lookup
from app.evidence.marks import Place, SignatureMark
from app.evidence.papers import Paper, fill, load
from app.evidence.render import render_concluded, render_presign

NUMBER = "AR-2026-0001"
AT = datetime(2026, 11, 23, 5, 5, 10, tzinfo=UTC)
TEMPLATE = load("credit-guarantee", 1)
DATA: dict[str, Value] = {
    "number": NUMBER,
    "institution": "데모경남신용보증재단",
    "branch": "창원지점",
    "branch_phone": "055-000-0000",
    "firm": "예시길동설비",
    "applicant": "홍길동",
    "business_number": "099-12-00056",
    "product": "소상공인 일반보증",
    "amount": 30_000_000,
    "period_start": "2026-12-01",
    "period_end": "2031-11-30",
    "ratio_bps": 8500,
    "fee_bps": 100,
    "bank": "데모은행 창원지점",
    "purpose": "운전자금",
}


def paper(**changes: Value) -> Paper:
    """The sample agreement, some of its data changed."""
    return fill(TEMPLATE, {**DATA, **changes})


def ink_text(seed: int = 1, strokes: int = 5) -> str:
    """A posted stroke list that looks like handwriting."""
    drawn, ms = [], 0
    for s in range(strokes):
        stroke = []
        for i in range(24):
            turn = i / 24 * 5 + s + seed
            ms += 12
            x = 90 + s * 800 // strokes + 60 * math.cos(turn) + i * 2
            stroke.append([int(x), int(220 + 90 * math.sin(turn * 1.3)), ms, 90 + i])
        drawn.append(stroke)
        ms += 150
    return json.dumps({"v": 1, "w": 1000, "h": 460, "strokes": drawn})


def ink(seed: int = 1) -> Ink:
    """The same, parsed."""
    return parse_ink(ink_text(seed))


def mark(seed: int = 1, name: str = "홍길동", *, typed: bool = False) -> SignatureMark:
    """Somebody's signature, drawn or typed, with every mandatory box ticked."""
    strokes = None if typed else ink(seed)
    return SignatureMark(
        role="대표",
        name=name,
        signed_at=AT,
        method="이름 입력" if typed else "손으로 쓴 서명",
        identity="휴대전화 본인확인 010-****-0001",
        ink=strokes,
        commitment=commitment(strokes, b"salt") if strokes else None,
        identity_record={"method": "sms", "number": "010-****-0001"},
        ticks={tick.key: AT if tick.required else None for tick in TEMPLATE.ticks},
        cautions={caution.key: AT for caution in TEMPLATE.cautions},
    )


def marks(count: int) -> list[SignatureMark]:
    """`count` signers, every third one with a typed name."""
    return [mark(i, f"홍길{'동서남북'[i % 4]}", typed=i % 3 == 2) for i in range(count)]


def presign(count: int = 1, **changes: Value) -> bytes:
    """The paper before signing."""
    places = [Place(each.role, each.name) for each in marks(count)]
    return render_presign(
        paper(**changes), number=NUMBER, signers=places, released_at=AT, demo=True
    )


def concluded_in_reverse(count: int) -> bytes:
    """The paper whose signers signed a minute apart, the last of the paper first."""
    later = [timedelta(minutes=minutes) for minutes in reversed(range(count))]
    signed = zip(marks(count), later, strict=True)
    return _concluded([replace(each, signed_at=AT + wait) for each, wait in signed])


def concluded(count: int = 1, **changes: Value) -> bytes:
    """The paper after conclusion, not yet sealed."""
    return _concluded(marks(count), **changes)


def _concluded(signatures: list[SignatureMark], **changes: Value) -> bytes:
    return render_concluded(
        paper(**changes),
        number=NUMBER,
        presign_sha256="ab" * 32,
        signatures=signatures,
        concluded_at=AT,
        demo=True,
        anchor={"number": 12, "hash": "5c" * 32},
        lookup=Lookup("https://sign.example/verify/AR-2026-0001", "7K2M-Q9XD-4HTN"),
    )
