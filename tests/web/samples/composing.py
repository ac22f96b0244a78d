"""A request is composed, reviewed and released."""

from datetime import date
from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import (
    DEADLINE,
    DRAFT_LINE,
    FIRM,
    OFFICER,
    PAPER,
    REASON_WRONG,
    Samples,
)

JOURNEY = Bag(
    title="전자약정 · AR-2026-0013", position=2, total=8, part="", back_url="/", back_label="이전"
)

ENTRIES = [
    Bag(person_id="1", name="최예시", role="SEVERAL", since=date(2020, 1, 2), number="", signs=""),
    Bag(
        person_id="2",
        name="정표본",
        role="SEVERAL",
        since=date(2020, 1, 2),
        number="010-****-0006",
        signs="both",
    ),
]

PRODUCT = Bag(
    name="소상공인 일반보증",
    amount_least=1_000_000,
    amount_most=800_000_000,
    ratio_least=5000,
    ratio_most=10_000,
    fee_least=50,
    fee_most=200,
    years_most=10,
    stamp_duty=10_000,
)

COMPOSITION = Bag(
    firm=Bag(
        name="㈜예시기공",
        business_number="0998100033",
        corporation=True,
        people=ENTRIES,
        several=ENTRIES,
        register="0" * 64,
    ),
    products=[PRODUCT],
    product=PRODUCT,
    branches=[Bag(id="1", name="창원지점")],
    banks=["데모은행 창원지점"],
    amount=30_000_000,
    days=1826,
    fee=1_500_821,
    end=date(2031, 11, 30),
    deadline=DEADLINE,
    days_left=14,
    closed_day=True,
    second_person=True,
    limit=10_000_000,
    sms="[데모신보재단]전자약정 요청이 도착했습니다.",
    sms_bytes=45,
)

TYPED = {
    "business_number": "099-81-00033",
    "branch": "1",
    "designated": "2",
    "confirmed": "",
    "extract": "2026-11-20",
    "register": "",
    "product": "소상공인 일반보증",
    "purpose": "운전자금",
    "amount": "30,000,000",
    "bank": "데모은행 창원지점",
    "period_start": "2026-12-01",
    "years": "5",
    "ratio": "85",
    "fee": "1",
    "deadline_day": "2026-12-07",
    "deadline_time": "18:00",
}

DRAFT = Bag(id="d", number="AR-2026-0013", correcting="", reason="금액이 다릅니다", revision=3)

COMPOSE: dict[str, Any] = {
    "officer": OFFICER,
    "draft_id": "d",
    "draft": DRAFT,
    "typed": TYPED,
    "shown": COMPOSITION,
    "wrong": {},
    "errors": [],
    "kept": True,
    "oob": False,
    "agreement": FIRM,
    "journey": JOURNEY,
}

ALL_WRONG = {
    name: "다시 확인해 주세요." for name in TYPED if name not in ("register", "deadline_time")
}

RELEASING: dict[str, Any] = {
    "officer": OFFICER,
    "draft": DRAFT,
    "by": "김창구",
    "mine": False,
    "signs": False,
    "branch": "창원지점",
    "extract": date(2026, 11, 20),
    "register_changed": True,
    "shown": COMPOSITION,
    "agreement": FIRM,
    "journey": JOURNEY,
    "reason": "",
    "errors": [],
}

READ = Bag(**vars(PAPER) | {"lead": "재단과 신청인은 다음과 같이 약정합니다."})

PAGES: Samples = {
    "desk-compose": ("desk/compose.html", COMPOSE),
    "desk-compose-new": (
        "desk/compose.html",
        COMPOSE
        | {
            "draft": None,
            "typed": dict.fromkeys(TYPED, ""),
            "shown": Bag(
                **vars(COMPOSITION)
                | {
                    "firm": None,
                    "product": None,
                    "amount": None,
                    "fee": None,
                    "end": None,
                    "deadline": None,
                    "second_person": False,
                }
            ),
        },
    ),
    "desk-compose-correct": (
        "desk/compose.html",
        COMPOSE | {"draft": Bag(**vars(DRAFT) | {"correcting": "AR-2026-0003"}), "kept": False},
    ),
    "desk-compose-wrong": (
        "desk/compose.html",
        COMPOSE
        | {
            "wrong": ALL_WRONG,
            "errors": [{"field": name, "text": text} for name, text in ALL_WRONG.items()],
        },
    ),
    "desk-drafts": (
        "desk/drafts.html",
        {"officer": OFFICER, "mine": [DRAFT_LINE], "others": [DRAFT_LINE]},
    ),
    "desk-drafts-none": ("desk/drafts.html", {"officer": OFFICER, "mine": [], "others": []}),
    "desk-review": ("desk/review.html", RELEASING),
    "desk-review-mine": ("desk/review.html", RELEASING | {"mine": True}),
    "desk-review-wrong": ("desk/review.html", RELEASING | {"errors": REASON_WRONG}),
    "desk-text": ("desk/text.html", {"officer": OFFICER, "draft_id": "d", "papers": [READ]}),
}
