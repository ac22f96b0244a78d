"""What people may ask about their own data, and what they agreed to."""

from datetime import date
from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import ASKED_FOR, DEADLINE, ERASED, THEN, Samples

CONSENT = Bag(
    signature_id="s1",
    key="marketing",
    label="마케팅 수신",
    detail="소식을 보내 드립니다.",
    required=False,
    ticked=True,
    at=THEN,
    withdrawn_at=None,
    withdrawable=True,
)

DATA: dict[str, Any] = {
    "kinds": ("correction", "erasure"),
    "places": [Bag(id="1", name="데모경남신용보증재단"), Bag(id="2", name="데모설비건설공제조합")],
    "asked": [ASKED_FOR, ERASED],
    "due": lambda asked: DEADLINE,
    "kind": "erasure",
    "words": "지워 주세요",
    "problem": "",
}

PAGES: Samples = {
    "consents": (
        "privacy/consents.html",
        {
            "agreed": [
                Bag(
                    title="신용보증 약정서",
                    number="AR-2026-0001",
                    version=1,
                    signed_at=THEN,
                    consents=[CONSENT, Bag(**vars(CONSENT) | {"key": "x", "withdrawn_at": THEN})],
                )
            ]
        },
    ),
    "consents-none": ("privacy/consents.html", {"agreed": []}),
    "data": ("privacy/data.html", DATA),
    "data-wrong": ("privacy/data.html", DATA | {"asked": [], "problem": "적어 주세요."}),
    "notice": (
        "privacy/notice.html",
        {
            "today": date(2026, 11, 23),
            "others": [date(2025, 1, 1)],
            "notice": Bag(
                name="privacy",
                effective_from=date(2026, 1, 1),
                lead="어떻게 다루는지 알려 드립니다.",
                english=["What is kept."],
                sections=[{"heading": "1", "paragraphs": ["글"], "items": ["하나"]}],
            ),
        },
    ),
}
