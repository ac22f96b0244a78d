"""Checking a paper."""

from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import DIGEST, THEN, Samples

STANDING = Bag(
    title="신용보증 약정서",
    number="AR-2026-0001",
    institution="데모경남신용보증재단",
    concluded_at=THEN,
    state="current",
    file_hash=DIGEST,
    signers=("홍*동",),
    firm="",
    amount=None,
)

RESULT: dict[str, Any] = {
    "verdict": "holds",
    "bundle": False,
    "checks": [{"key": "intact", "ok": True, "text": "봉인한 그대로"}],
    "too_much": False,
    "facts": {"document_hash": DIGEST, "issuer": "데모", "stamped_at": "2026", "authority": "A"},
    "standing": STANDING,
    "file_hash": DIGEST,
}

PAGES: Samples = {
    "verify": ("vault/ask.html", {"problem": "", "number_problem": ""}),
    "verify-wrong": (
        "vault/ask.html",
        {"problem": "vault.ask.no_pdf", "number_problem": "vault.ask.no_number"},
    ),
    "verify-holds": ("vault/result.html", RESULT),
    "verify-bundle": (
        "vault/result.html",
        RESULT
        | {
            "bundle": True,
            "checks": [
                {"key": key, "ok": True, "text": "그대로"}
                for key in ("bundle", "manifest", "records", "strokes", "shapes", "chain")
            ],
        },
    ),
    "verify-differs": (
        "vault/result.html",
        RESULT
        | {
            "verdict": "differs",
            "checks": [{"key": "intact", "ok": False, "text": "봉인한 뒤에 내용이 바뀜"}],
            "facts": {},
            "standing": None,
        },
    ),
    "verify-unsure": (
        "vault/result.html",
        RESULT | {"verdict": "unsure", "checks": [], "too_much": True, "standing": None},
    ),
    "verify-number": (
        "vault/number.html",
        {"number": "AR-2026-0001", "papers": [STANDING], "typed": "", "wrong": False},
    ),
    "verify-code-wrong": (
        "vault/number.html",
        {"number": "AR-2026-0001", "papers": [STANDING], "typed": "7K2M", "wrong": True},
    ),
    "verify-no-number": (
        "vault/number.html",
        {"number": "AR-2026-9999", "papers": [], "typed": "", "wrong": False},
    ),
    "verify-coded": (
        "vault/coded.html",
        {"paper": Bag(**vars(STANDING) | {"firm": "예시길동설비", "amount": 30_000_000})},
    ),
    "verify-coded-void": (
        "vault/coded.html",
        {"paper": Bag(**vars(STANDING) | {"state": "void"})},
    ),
}
