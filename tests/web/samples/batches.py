"""Requests from a file."""

from dataclasses import replace

from app.agreements.desk.batch_view import BatchLine, BatchView
from tests.web.samples.common import OFFICER, THEN, Samples

BATCH = BatchView(
    id="b",
    name="12월 요청.xlsx",
    by="김창구",
    ignored="비고",
    looked=1,
    looked_at=THEN,
    confirmed_at=None,
    counts={"GOOD": 195, "WRONG": 5},
)

BATCH_LINE = BatchLine(
    id="r",
    line=2,
    firm="예시길동설비",
    business_number="099-12-00056",
    amount=30_000_000,
    signers="홍길동",
    people=["p1"],
    state="SENT",
    reasons=[],
    number="AR-2026-0001",
    typed={},
)

BATCH_LINES = [
    replace(BATCH_LINE, firm="", amount=None, signers="", state="WRONG", reasons=["1", "2"]),
    BATCH_LINE,
    replace(BATCH_LINE, line=4, state="WAITING"),
    *[replace(BATCH_LINE, line=5, state=state) for state in ("GOOD", "QUEUED", "WITHDRAWN")],
]

BATCH_PAGE = {
    "officer": OFFICER,
    "batch": BATCH,
    "lines": BATCH_LINES,
    "page": 2,
    "pages": 3,
    "limit": 100_000_000,
    "held": 4,
    "again": False,
    "error": "",
}

BATCH_RUNS = replace(BATCH, confirmed_at=THEN, counts={"QUEUED": 75, "SENT": 120, "WRONG": 5})

BATCH_DONE = replace(
    BATCH, confirmed_at=THEN, counts={"SENT": 190, "WAITING": 4, "FAILED": 1, "WRONG": 5}
)

BATCHES = {
    "officer": OFFICER,
    "problem": "",
    "products": ["소상공인 일반보증"],
    "product": "",
    "batches": [BATCH, BATCH_RUNS, BATCH_DONE],
    "most": 1000,
}

PAGES: Samples = {
    "desk-batches": ("desk/batches.html", BATCHES),
    "desk-batches-wrong": (
        "desk/batches.html",
        BATCHES | {"problem": "빈 파일입니다.", "product": "소상공인 일반보증", "batches": []},
    ),
    "desk-batch": ("desk/batch.html", BATCH_PAGE),
    "desk-batch-untold": ("desk/batch.html", BATCH_PAGE | {"error": "체크해 주세요."}),
    "desk-batch-good": (
        "desk/batch.html",
        BATCH_PAGE
        | {
            "batch": replace(BATCH, counts={"GOOD": 1}, ignored=""),
            "held": 0,
            "page": 1,
            "pages": 1,
        },
    ),
    "desk-batch-none": (
        "desk/batch.html",
        BATCH_PAGE | {"batch": replace(BATCH, counts={"WRONG": 5}), "held": 0},
    ),
    "desk-batch-runs": ("desk/batch.html", BATCH_PAGE | {"batch": BATCH_RUNS}),
    "desk-batch-done": ("desk/batch.html", BATCH_PAGE | {"batch": BATCH_DONE, "again": True}),
}

PARTS: Samples = {
    "batch-runs": ("desk/_batch_progress.html", {"batch": BATCH_RUNS}),
    "batch-done": ("desk/_batch_progress.html", {"batch": BATCH_DONE}),
}
