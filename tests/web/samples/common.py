"""People, papers and moments that several rooms show."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace as Bag
from typing import Any

from app.evidence.ink import parse_ink
from app.signing.replay import replay

Samples = dict[str, tuple[str, dict[str, Any]]]
"""Of each page or part: its template, and what that is rendered with."""

INK = (
    '{"v":1,"w":1000,"h":460,"by":"touch","strokes":[[[100,200,0,90],[160,260,12,120],[240,190,30,140]'
    ",[300,240,44,120]],[[420,120,2000,130],[430,320,2100,150]],[[520,200,2300,100]]]}"
)

THEN = datetime(2026, 11, 23, 5, 5, tzinfo=UTC)

DEADLINE = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)

DIGEST = "0c28afa2a405f49b84a144d1dc2e992da5cfd6d73d5771ef5ecf902e77be8e36"


@dataclass(frozen=True)
class Agreement:
    """A request as the templates see it."""

    number: str = "AR-2026-0001"
    no: str = "AR-2026-0001"
    institution: str = "데모경남신용보증재단"
    branch_name: str = "창원지점"
    branch_phone: str = "0550000000"
    product: str = "소상공인 일반보증"
    applicant: str = "홍길동"
    firm: str = "예시길동설비"
    business_number: str = "0991200056"
    amount: int = 30_000_000
    period_start: date = date(2026, 12, 1)
    period_end: date = date(2031, 11, 30)
    ratio_bps: int = 8500
    fee_bps: int = 100
    bank: str = "데모은행 창원지점"
    purpose: str = "운전자금"
    deadline: datetime = DEADLINE
    version: int = 1
    days_left: int = 14
    corporation: bool = False
    open: bool = True
    state: str = "REQUESTED"
    ended_at: datetime = THEN
    signers: list[Any] = field(
        default_factory=lambda: [
            Bag(name="홍길동", role="PROPRIETOR", signed_at=None, is_me=True),
        ]
    )


ONE = Agreement()

FIRM = replace(ONE, corporation=True)

PAPER = Bag(
    title="신용보증 약정",
    articles=[
        Bag(
            number=number,
            title=title,
            paragraphs=[
                "다음 중 하나에 해당하면 재단은 보증채무를 갚기 전이라도 남은 보증금액을 미리 "
                "갚도록 청구할 수 있습니다.",
                "① 휴업하거나 폐업한 때",
                "② 압류·가압류를 당한 때",
            ],
        )
        for number, title in enumerate(
            (
                "신용보증의 성립",
                "보증금액과 보증기간",
                "보증료의 납부",
                "사전구상",
                "통지의무",
                "상환의무",
                "손해금",
                "정보의 제공",
                "관할",
            ),
            1,
        )
    ],
    ticks=[
        Bag(key="explained", required=True, label="약정서를 받고 설명을 들었습니다", detail=""),
        Bag(
            key="credit",
            required=True,
            label="개인(신용)정보 조회 동의",
            detail="신용정보회사에서 조회합니다.",
        ),
        Bag(
            key="share",
            required=True,
            label="개인(신용)정보 제3자 제공 동의",
            detail="은행에 제공합니다.",
        ),
        Bag(key="cautions", required=True, label="유의사항을 확인했습니다", detail=""),
        Bag(
            key="news",
            required=False,
            label="새 보증상품 안내 문자 받기",
            detail="언제든 거둘 수 있습니다.",
        ),
    ],
    cautions=[
        Bag(
            key="liable",
            title="갚지 못하면 책임이 남습니다",
            text="은행에 갚지 못하면 재단이 먼저 갚습니다. "
            "그 금액과 손해금은 재단에 갚아야 합니다.",
        ),
        Bag(
            key="binding",
            title="종이 서명과 효력이 같습니다",
            text="약정을 실행하고 본인인증을 마치면 체결됩니다. 그 전에는 언제든지 그만둘 수 "
            "있습니다.",
        ),
    ],
)

TITLES = (
    ("request", 2, ""),
    ("cautions", 3, ""),
    ("text", 4, "1/3"),
    ("ticks", 4, "2/3"),
    ("sign", 4, "3/3"),
    ("identify", 5, ""),
)


def journey(key: str) -> Any:
    """The bar at the top of a step."""
    here = next(row for row in TITLES if row[0] == key)
    names = {"text": "약정서", "ticks": "확인 항목", "sign": "서명"}
    return Bag(
        no=ONE.no,
        title="전자약정",
        steps=[
            Bag(key=k, title=names.get(k, k), done=False, current=k == key, part=part)
            for k, _, part in TITLES
        ],
        position=here[1],
        total=6,
        part=here[2],
        back_url="/agreements",
        back_label="이전",
    )


WAYS = ("call", "sms")

OFFICER = Bag(name="김창구", role="branch", branch="창원지점")

NEWCOMER = Bag(name="한지원", institution="데모신보재단", login_id="jiwon", stage="password")

CODES = [f"7KQ2M-XW4T{letter}" for letter in "ABCDEFGHJK"]

ENROLLING = {
    "who": NEWCOMER,
    "action": "/enrol/password",
    "errors": {},
    "login_id": "jiwon",
    "code": Bag(size=29, path="M4 4h1v1h-1z"),
    "uri": "otpauth://totp/x",
    "secret": "JBSWY3DPEHPK3PXP",
    "codes": CODES,
    "demo": True,
}

DRAFT_LINE = Bag(
    id="d",
    number="AR-2026-0013",
    firm="㈜예시기공",
    amount=30_000_000,
    state="WAITING",
    chip="held",
    by="김창구",
    updated_at=THEN,
)

REASON_WRONG = [{"field": "reason", "text": "두 글자 이상 적어 주세요."}]

ASKED_FOR = Bag(
    number="PR-2026-0001",
    person_id="p1",
    kind="erasure",
    state="PREPARED",
    words="모두 지워 주세요",
    answer="",
    asked_at=THEN,
    decided_at=None,
    outcome={},
    digest="",
)

ERASED = Bag(
    **vars(ASKED_FOR)
    | {
        "number": "PR-2026-0002",
        "state": "DONE",
        "decided_at": THEN,
        "answer": "고쳤습니다",
        "outcome": {"requests": 1, "kept": 2, "whole": True},
        "digest": DIGEST,
    }
)

STROKES: dict[str, Any] = {
    "replay": replay(parse_ink(INK)),
    "name": "홍길동",
    "signed_at": THEN,
    "commitment": DIGEST,
}
