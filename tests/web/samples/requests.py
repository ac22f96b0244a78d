"""The desk's requests, its attention page and figures."""

from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import (
    DEADLINE,
    DRAFT_LINE,
    OFFICER,
    ONE,
    REASON_WRONG,
    STROKES,
    THEN,
    Samples,
)

DESK_PAPER = Bag(
    number="AR-2026-0003",
    title_key="credit-guarantee",
    state="PARTIALLY_SIGNED",
    signed=1,
    people=[
        Bag(name="이시험", role="JOINT", signed_at=THEN, method="ink"),
        Bag(name="박데모", role="JOINT", signed_at=None, person_id="p1", method=None),
    ],
)

LINE = Bag(
    id="1",
    number="AR-2026-0003",
    firm="데모설비 주식회사",
    business_number="0998100028",
    branch="창원지점",
    amount=200_000_000,
    purpose="운전자금",
    deadline=DEADLINE,
    state="IN_SIGNING",
    open=True,
    awaited=["박데모"],
    paper=DESK_PAPER,
    papers=[DESK_PAPER],
)

DESK_LIST: dict[str, Any] = {
    "officer": OFFICER,
    "tab": "all",
    "tabs": [("all", "1"), ("waiting", "1"), ("done", "0"), ("over", "0")],
    "search": "",
    "lines": [LINE],
    "chip": lambda line: "partial",
    "more": "1",
    "drafts": 2,
    "now": THEN,
}

TALLY: dict[str, Any] = {
    "officer": OFFICER,
    "tally": Bag(
        sent=5,
        outcomes={"done": 2, "waiting": 1, "expired": 1, "declined": 0, "recalled": 1},
        concluded_percent=50,
        stopped={"request": 1, "identify": 2},
        looked_at=3,
    ),
    "days": "30",
    "periods": ("30", "90", "365"),
    "typical": "42분",
}

PAGES: Samples = {
    "desk-agreements": ("desk/agreements.html", DESK_LIST),
    "desk-nothing": ("desk/agreements.html", DESK_LIST | {"lines": [], "search": "없는 업체"}),
    "desk-agreement": (
        "desk/agreement.html",
        {
            "officer": OFFICER,
            "line": LINE,
            "terms": Bag(**{**vars(ONE), "reason": "금액이 다릅니다"}),
            "chip": "partial",
            "newcomers": {"p1"},
            "entries": [Bag(at=THEN, what="서명", by="이시험", device="Safari", hash="0c28afa2")],
            "stand": "3",
            "key": "k",
        },
    ),
    "desk-extend": (
        "desk/extend.html",
        {
            "officer": OFFICER,
            "line": LINE,
            "typed": {"deadline_day": "2026-12-14", "deadline_time": "18:00"},
            "latest": DEADLINE,
            "key": "k",
            "errors": [],
        },
    ),
    "desk-recall": (
        "desk/recall.html",
        {"officer": OFFICER, "line": LINE, "reason": "", "key": "k", "errors": []},
    ),
    "desk-recall-wrong": (
        "desk/recall.html",
        {"officer": OFFICER, "line": LINE, "reason": "", "key": "k", "errors": REASON_WRONG},
    ),
    "desk-counter": (
        "desk/counter.html",
        {
            "officer": OFFICER,
            "line": LINE,
            "address": "https://dojang.example/login?next=/agreements",
            "path": "M4 4h1v1h-1z",
            "size": 29,
            "key": "k",
        },
    ),
    "desk-attention": (
        "desk/attention.html",
        {
            "officer": OFFICER,
            "waiting": [DRAFT_LINE],
            "numbers": 2,
            "kinds": [
                (kind, [Bag(line=LINE, since=THEN, detail="sms|010-****-0004")])
                for kind in ("undelivered", "outdated", "unsealed", "ending")
            ],
            "most": 50,
        },
    ),
    "desk-attention-nothing": (
        "desk/attention.html",
        {"officer": OFFICER, "waiting": [], "numbers": 0, "kinds": [], "most": 50},
    ),
    "desk-figures": ("desk/figures.html", TALLY),
    "desk-figures-nothing": ("desk/figures.html", TALLY | {"tally": Bag(sent=0)}),
    "desk-strokes": (
        "desk/strokes.html",
        STROKES | {"officer": OFFICER, "number": ONE.no, "role": "대표"},
    ),
}
