"""What each template is rendered with in tests and pictures: the demo's people and papers."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace as Bag
from typing import Any

from app.agreements.desk.batch_view import BatchLine, BatchView
from app.agreements.models import Product
from app.agreements.product_forms import USUAL, read_product, typed_of
from app.editions import parts
from app.editions.clauses import content_of
from app.editions.desk.preview import PAGES as PAGES_OF_A_PHONE
from app.evidence.ink import parse_ink
from app.evidence.papers import read
from app.parties.policies import RELEASE_LIMIT
from app.signing.replay import replay

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
SIGNED = replace(
    ONE,
    state="COMPLETED",
    signers=[Bag(name="홍길동", role="PROPRIETOR", signed_at=THEN, is_me=True)],
)
FIRM = replace(ONE, corporation=True)
PAPERS = [
    Bag(
        title="신용보증 약정",
        concluded_at=None,
        state="PARTIALLY_SIGNED",
        signed=1,
        signers=[
            Bag(name="이시험", role="공동대표", signed_at=THEN, is_me=True),
            Bag(name="박데모", role="공동대표", signed_at=None, is_me=False),
        ],
    ),
    Bag(title="책임경영이행 약정서", concluded_at=None, state="LOCKED", signed=0, signers=[]),
]
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
OVER = {"agreement": ONE, "ended_at": THEN, "voided": False, "signed": False}
BASE = "/agreements/AR-2026-0001/"
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


def cautions(read_at: datetime | None) -> list[Any]:
    """The cautions, the first acknowledged then."""
    first, *others = PAPER.cautions
    return [Bag(**vars(first), read_at=read_at)] + [Bag(**vars(o), read_at=None) for o in others]


def item(chip: str) -> dict[str, Any]:
    """A line of the list."""
    return {
        "no": ONE.no,
        "url": "/agreements/AR-2026-0001",
        "amount": ONE.amount,
        "firm": ONE.firm,
        "purpose": ONE.purpose,
        "deadline": DEADLINE,
        "chip": chip,
        "waits": "signed",
        "position": 4,
        "total": 6,
        "signed": 1,
        "signers": 2,
    }


def step(key: str, **more: Any) -> dict[str, Any]:
    """What every step's template is given, and its own."""
    common = {
        "journey": journey(key),
        "agreement": ONE,
        "paper": PAPER,
        "base": BASE,
        "idempotency_key": "k",
        "errors": [],
        "number": "010-****-0001",
        "signer": "홍길동",
    }
    return common | more


WAYS = ("call", "sms")
NUMBERS = [{"id": "1", "masked": "010-****-0001"}, {"id": "2", "masked": "055-***-0001"}]
CODE = step(
    "identify",
    number_id="1",
    channel="call",
    state="ringing",
    seconds=161,
    sends_left=3,
    wait=0,
    tries_left=5,
    channels=WAYS,
)
URGENT = Bag(
    url="/agreements/AR-2026-0001",
    product="신용보증 약정",
    purpose="운전자금",
    amount=30_000_000,
    deadline=DEADLINE,
    branch="데모경남신용보증재단 창원지점",
    started=False,
)
SIGNING = step("sign", draft={"way": "ink", "ink": "", "name": ""})
PERSON = Bag(
    account="gildong",
    name="홍길동",
    role="예시길동설비 대표",
    can="AR-2026-0001 약정을 읽고 서명해 보세요.",
)
DONE = {
    "base": BASE,
    "onward": "",
    "signers": SIGNED.signers,
    "agreement": SIGNED,
    "concluded_at": THEN,
    "document_hash": DIGEST,
    "fresh": True,
    "inked": True,
    "paper": PAPER,
}
MESSAGE = Bag(
    at=THEN,
    channel="sms",
    to="010-0000-0001",
    text="[데모신보]인증번호 402917",
    code="402917",
    audio="",
)
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
OFFICER = Bag(name="김창구", role="branch", branch="창원지점")
ADMIN = Bag(name="박관리", role="admin", branch=None, account_id="9")
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
MEMBER = Bag(
    account_id="1",
    login_id="changwon",
    name="김창구",
    mail="changwon@demo.example",
    role="branch",
    branch_id="b",
    branch="창원지점",
    state="active",
    until=None,
)
INVITED = Bag(**{**vars(MEMBER), "account_id": "2", "state": "invited", "until": THEN})
HOUSE: dict[str, Any] = {
    "officer": ADMIN,
    "errors": {},
    "roles": ("branch", "admin", "auditor"),
    "branches": [("b", "창원지점")],
}
OFFICE = Bag(id="b", name="창원지점", phone="0550000000", mail="", closed_at=None)
OFFERED = read_product(USUAL, "소상공인 일반보증").limits
GUARANTEE = Product(id="p", name="소상공인 일반보증", **OFFERED)
STOPPED = Product(id="q", name="창업 특별보증", closed_on=date(2026, 11, 1), **OFFERED)
DECISION = {"value": 50_000_000, "decided_by": "1", "decided_at": THEN}
RULED = Bag(
    choice=RELEASE_LIMIT,
    value=50_000_000,
    row=Bag(effective_from=date(2026, 11, 1), **DECISION),
    coming=[Bag(effective_from=date(2026, 12, 1), **DECISION)],
)
SENDER = Bag(
    id="s",
    number="0550000000",
    proof="데모통신 2026-11-20",
    state="PENDING",
    asked_by="1",
    asked_at=THEN,
    decided_by="",
    decided_at=None,
    stopped_by="",
    stopped_at=None,
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
ASKED = {"business_number": "", "name": "", "born": ""}
WISHED = {"number_id": "", "number": "", "reason": "", "shown": "driver", "compared": ""}
CHANGE = Bag(
    id="c1",
    person_id="p1",
    name="신새봄",
    old="010-****-0031",
    new="01000000077",
    reason="휴대전화를 잃어버림",
    shown="resident",
    state="PROPOSED",
    proposed_by="김창구",
    proposed_at=THEN,
    approved_by="",
    in_force_at=None,
    mine=False,
)
NUMBERED = {"person_id": "p1", "name": "신새봄", "numbers": ["010-****-0031"]}
JOINED = Bag(**NUMBERED, account="joined")
DOSSIER = Bag(
    line=Bag(**NUMBERED, account="invited"),
    mail="s***@demo.example",
    numbers=[("1", "010-****-0031"), ("2", "055-***-0031")],
    invitation=Bag(way="mail", expires_at=DEADLINE),
    change=CHANGE,
)
DESK_PERSON: dict[str, Any] = {
    "officer": OFFICER,
    "person": DOSSIER,
    "problem": "",
    "typed": {},
    "said": "",
    "entries": [{"at": THEN, "what": "가입", "by": "김창구"}],
}
WAY: dict[str, Any] = {
    "purpose": "join",
    "helpers": [{"name": "데모경남신용보증재단", "phone": "0550000000"}],
    "errors": [],
    "channels": WAYS,
}
NOBODY = {"name": "", "proof": "", "last_four": ""}
JOIN_CODE = WAY | {"last_four": "0001", "code": Bag(seconds=170, tries_left=5, wait=0)}

WATCH = Bag(name="정감사", role="auditor", branch=None)
LOOKED_THROUGH = Bag(unusual=True, result="확인했습니다.\n조치했습니다.", name="정감사", at=THEN)
FIGURES = Bag(
    login_id="changwon",
    accesses=1234,
    people=56,
    outside=7,
    revealed=8,
    downloaded=9,
    unusual=True,
)
MONTH = {
    "officer": WATCH,
    "month": "2026-10",
    "whole": FIGURES,
    "staff": [FIGURES],
    "review": None,
    "over": True,
    "typed": "",
    "unusual": False,
    "problem": "",
}
CONTACTS = {
    "officer": OFFICER,
    "number": "AR-2026-0001",
    "people": [
        Bag(id="1", name="이시험", role="JOINT", numbers=["010-0000-0003"], mail="", until=THEN),
        Bag(
            id="2",
            name="박데모",
            role="JOINT",
            numbers=["010-****-0004"],
            mail="p***@x",
            until=None,
        ),
    ],
    "purposes": ("contact", "other"),
    "asked": "",
    "purpose": "",
    "typed": "",
    "problem": "",
}
TAKING = {
    "officer": OFFICER,
    "number": "AR-2026-0001",
    "what": "bundle",
    "purposes": ("audit", "other"),
    "purpose": "",
    "typed": "",
    "problem": "",
}
RECORDS = {
    "officer": WATCH,
    "search": Bag(begins="", ends="", login="", action="", name=""),
    "searched": True,
    "actions": ("viewed", "listed"),
    "lines": [
        Bag(
            access=Bag(
                at=THEN,
                login_id="changwon",
                action="revealed",
                reference="AR-2026-0001",
                purpose="contact",
                words="기한 안내",
                address="192.0.2.1",
            ),
            names=("홍*동",),
            more=2,
        )
    ],
    "what": lambda line: "전자약정",
    "more": "x",
}
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


def firm_entry(**changes: Any) -> Bag:
    def person(id_: str, role: str, **more: Any) -> Bag:
        known = {"until": None, "number": "010-****-0003", "waits": False}
        about = {"person_id": id_, "name": "이시험", "role": role, "since": date(2020, 3, 1)}
        return Bag(**(about | known | more))

    people = [
        person("1", "JOINT"),
        person("2", "JOINT", number="", waits=True),
        person("3", "CONTACT", number=""),
        person("4", "SOLE", until=date(2026, 1, 31)),
    ]
    firm = Bag(id="f1", name="㈜예시기공", business_number="0998100033", kind="CORPORATION")
    return Bag(**({"firm": firm, "people": people, "shared": False} | changes))


def wrong_fields(*names: str) -> dict[str, Any]:
    return {
        "errors": dict.fromkeys(names, "다시 확인"),
        "problems": [{"field": name, "text": "다시 확인"} for name in names],
    }


FIRM_PAGE = {
    "officer": OFFICER,
    "entry": firm_entry(),
    "today": date(2026, 11, 26),
    "asked": "",
    "problem": "",
}
FIRM_NEW = {
    "officer": OFFICER,
    "typed": {"business_number": "", "kind": "SOLE", "name": ""},
    "kinds": ("SOLE", "CORPORATION"),
    "unknown": False,
    "errors": {},
    "problems": [],
}
FIRM_PERSON = {
    "officer": OFFICER,
    "entry": firm_entry(),
    "roles": ("SOLE", "JOINT", "SEVERAL", "MANAGER", "CONTACT"),
    "typed": dict.fromkeys(("name", "born", "role", "since", "number", "mail"), ""),
    "errors": {},
    "problems": [],
}
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
REASON_WRONG = [{"field": "reason", "text": "두 글자 이상 적어 주세요."}]
READ = Bag(**vars(PAPER) | {"lead": "재단과 신청인은 다음과 같이 약정합니다."})
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
CORRECTION = Bag(**vars(ASKED_FOR) | {"kind": "correction"})
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
RIGHT: dict[str, Any] = {
    "officer": OFFICER,
    "asked": ASKED_FOR,
    "name": "홍길동",
    "plan": Bag(blocked=(), going=("1",), kept=("2",), whole=True),
    "own": False,
    "may_erase": True,
    "due": DEADLINE,
    "typed": "",
    "problem": "",
}
HOLD = Bag(
    id="h1",
    label="AR-2026-0001",
    reason="소송",
    set_at=THEN,
    lifted_at=None,
    lift_reason="",
)
RETENTION: dict[str, Any] = {
    "officer": OFFICER,
    "schedule": [
        Bag(key="drafts", period=0, unit="days", due=0),
        Bag(key="concluded", period=10, unit="years", due=3),
    ],
    "holds": [HOLD, Bag(**vars(HOLD) | {"id": "h2", "lifted_at": THEN, "lift_reason": "판결"})],
    "destroyed": [
        Bag(at=THEN, kind="sessions", reference="", count=12, until=THEN, by="system"),
        Bag(at=THEN, kind="erasure", reference="PR-2026-0001", count=1, until=THEN, by="staff:x"),
    ],
    "number": "",
    "reason": "",
    "problem": "까닭을 적어 주세요.",
    "lifting": "h1",
}
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
STROKES: dict[str, Any] = {
    "replay": replay(parse_ink(INK)),
    "name": "홍길동",
    "signed_at": THEN,
    "commitment": DIGEST,
}
WORDS = read(
    """
    id = "credit-guarantee"
    version = 2
    effective_from = 2026-12-01
    title = "신용보증 약정서"
    issuer = "{institution}"
    lead = "{institution}과 약정합니다."
    closing = "전자서명합니다."
    facts = [{ label = "기관", value = "{institution}", strong = true }]
    articles = [{ title = "목적", paragraphs = ["정합니다.", "범위입니다."] }]
    cautions = [{ key = "debt", title = "책임이 남습니다", text = "갚아야 합니다." }]
    notices = [{ key = "collection", title = "개인정보 안내", paragraphs = ["알려 드립니다."] }]
    ticks = [{ key = "received", required = true, label = "수령 확인", detail = "받았습니다." }]
    [fields]
    institution = "text"
    """
)
EDITION_DRAFT, EDITION_ASKED = (
    Bag(
        template=WORDS,
        version=2,
        standing=state.lower(),
        effective_from=date(2026, 12, 1),
        changed_at=THEN,
        content_hash=DIGEST,
        edition=Bag(
            state=state,
            reason="제1조를 고쳐 주세요",
            drafted_by="a",
            drafted_at=THEN,
            asked_by="b",
            asked_at=THEN,
            published_by=None,
            published_at=None,
            content_hash=DIGEST,
        ),
    )
    for state in ("DRAFT", "ASKED")
)
SHIPPED = Bag(
    template=WORDS,
    version=1,
    standing="in-force",
    effective_from=date(2026, 1, 1),
    changed_at=None,
    content_hash=DIGEST,
    edition=None,
)
EDITION_CHIPS = {"draft": "new", "asked": "waiting", "in-force": "done"}
PROBLEM = Bag(part="articles", field="articles-0-title", sentence="제1조 제목: 비어 있습니다.")
TEMPLATES: dict[str, Any] = {
    "officer": OFFICER,
    "kinds": {"credit-guarantee": [EDITION_DRAFT, SHIPPED]},
    "open": {"credit-guarantee": True},
    "chips": EDITION_CHIPS,
    "names": {"a": "김창구"},
}
TEMPLATE_DRAFT: dict[str, Any] = {
    "officer": OFFICER,
    "version": EDITION_DRAFT,
    "others": [SHIPPED],
    "paper": WORDS,
    "chips": EDITION_CHIPS,
    "base": "/desk/templates/credit-guarantee/2",
    "entries": [{"at": THEN, "what": "drafted", "by": "김창구", "hash": "0c28afa2"}],
    "errors": [],
    "typed": {},
    "names": {"a": "김창구", "b": "박관리"},
    "problems": [PROBLEM],
    "first": date(2026, 11, 24),
    "may": "",
}
TEMPLATE_DIFF: dict[str, Any] = {
    "officer": OFFICER,
    "template_id": "credit-guarantee",
    "old": SHIPPED,
    "new": EDITION_DRAFT,
    "changes": [
        {"place": "제1조", "state": "changed", "lines": [[("same", "보증"), ("del", "7일")]]}
    ],
    "same": 9,
}


def template_edit(part: str) -> dict[str, Any]:
    """The editor at one part, with something wrong in the articles."""
    return {
        "officer": OFFICER,
        "version": EDITION_DRAFT,
        "base": "/desk/templates/credit-guarantee/2",
        "part": part,
        "counts": {"head": 0, "articles": 1, "cautions": 0, "ticks": 0, "close": 0},
        "held": parts.of(content_of(WORDS), part),
        "seen": DIGEST,
        "at": "saved",
        "errors": [],
        "problems": [PROBLEM] if part == "articles" else [],
        "wrong": {"articles-0-title": ["제1조 제목: 비어 있습니다."]},
        "asked": False,
        "must": {"received"},
        "values": {"institution": "데모경남신용보증재단"},
        "full": False,
        "signed": True,
        "inside": PAGES_OF_A_PHONE.get(part, "signing/text.html"),
        "paper": WORDS,
        "cautions": [{**vars(each), "read_at": None} for each in WORDS.cautions],
        "journey": journey("text"),
    }


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

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "start": (
        "home/start.html",
        {"demo": True, "people": [PERSON], "staff": [PERSON], "password": "Demo!2026"},
    ),
    "start-production": ("home/start.html", {"demo": False}),
    "login": (
        "accounts/login.html",
        {"errors": [], "account": "", "next": "/agreements", "demo": True, "said": ""},
    ),
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
    "login-code": (
        "accounts/code.html",
        {"errors": [], "next": "/desk", "demo": True, "spare": False},
    ),
    "login-code-wrong": (
        "accounts/code.html",
        {
            "errors": [{"field": "code", "text": "번호가 맞지 않습니다."}],
            "next": "",
            "demo": False,
            "spare": False,
        },
    ),
    "login-recovery": (
        "accounts/code.html",
        {"errors": [], "next": "/desk", "demo": True, "spare": True},
    ),
    "login-first-password": (
        "accounts/first_password.html",
        {"action": "/login/password", "errors": {}, "login_id": "jiwon"},
    ),
    "enrol-link": ("accounts/enrol_link.html", {"who": NEWCOMER, "token": "x"}),
    "enrol-password": ("accounts/enrol_password.html", ENROLLING),
    "enrol-password-wrong": (
        "accounts/enrol_password.html",
        ENROLLING | {"errors": {"again": "두 번 입력하신 비밀번호가 다릅니다."}},
    ),
    "enrol-app": ("accounts/enrol_app.html", ENROLLING),
    "enrol-codes": ("accounts/enrol_codes.html", ENROLLING),
    "desk-confirm": (
        "desk/confirm.html",
        {
            "officer": ADMIN,
            "action": "/desk/staff/new",
            "fields": [("name", "한지원")],
            "problem": "",
            "demo": True,
        },
    ),
    "desk-recovery": (
        "desk/recovery.html",
        {"officer": ADMIN, "codes": [], "left": 9, "action": "/desk/recovery/kept"},
    ),
    "desk-recovery-sheet": (
        "desk/recovery.html",
        {"officer": ADMIN, "codes": CODES, "left": 10, "action": "/desk/recovery/kept"},
    ),
    "desk-authenticator": ("desk/authenticator.html", ENROLLING | {"officer": ADMIN, "code": None}),
    "desk-authenticator-new": ("desk/authenticator.html", ENROLLING | {"officer": ADMIN}),
    "desk-staff": ("desk/staff.html", {"officer": ADMIN, "people": [MEMBER, INVITED]}),
    "desk-staff-new": (
        "desk/staff_new.html",
        HOUSE | {"typed": dict.fromkeys(("login", "name", "mail", "role", "branch"), "")},
    ),
    "desk-staff-new-wrong": (
        "desk/staff_new.html",
        HOUSE
        | {
            "typed": {"login": "1", "name": "한지원", "mail": "", "role": "branch", "branch": ""},
            "errors": {"login": "아이디를", "branch": "지점을", "": "다시"},
        },
    ),
    "desk-member": ("desk/member.html", HOUSE | {"who": MEMBER, "oneself": False}),
    "desk-member-invited": ("desk/member.html", HOUSE | {"who": INVITED, "oneself": False}),
    "desk-member-oneself": ("desk/member.html", HOUSE | {"who": MEMBER, "oneself": True}),
    "desk-branches": (
        "desk/branches.html",
        HOUSE | {"branches": [(OFFICE, 2)], "typed": Bag(name="", phone="", mail="")},
    ),
    "desk-branch": (
        "desk/branch.html",
        HOUSE | {"branch": OFFICE, "typed": Bag(name="창원지점", phone="0550000000", mail="")},
    ),
    "desk-firms": ("desk/firms.html", {"officer": OFFICER, "typed": "", "problem": ""}),
    "desk-firms-wrong": (
        "desk/firms.html",
        {"officer": OFFICER, "typed": "099", "problem": "사업자등록번호를"},
    ),
    "desk-firm": ("desk/firm.html", FIRM_PAGE),
    "desk-firm-shared": ("desk/firm.html", FIRM_PAGE | {"entry": firm_entry(shared=True)}),
    "desk-firm-nobody": ("desk/firm.html", FIRM_PAGE | {"entry": firm_entry(people=[])}),
    "desk-firm-left-wrong": (
        "desk/firm.html",
        FIRM_PAGE | {"asked": "1", "problem": "마지막 날을"},
    ),
    "desk-firm-new": ("desk/firm-new.html", FIRM_NEW),
    "desk-firm-unknown": ("desk/firm-new.html", FIRM_NEW | {"unknown": True}),
    "desk-firm-new-wrong": (
        "desk/firm-new.html",
        FIRM_NEW | wrong_fields("business_number", "kind", "name"),
    ),
    "desk-firm-person": ("desk/firm-person.html", FIRM_PERSON),
    "desk-firm-person-wrong": (
        "desk/firm-person.html",
        FIRM_PERSON | wrong_fields("name", "born", "role", "since", "number", "mail"),
    ),
    "desk-products": ("desk/products.html", {"officer": ADMIN, "products": [GUARANTEE, STOPPED]}),
    "desk-products-none": ("desk/products.html", {"officer": ADMIN, "products": []}),
    "desk-product": (
        "desk/product.html",
        HOUSE | {"product": GUARANTEE, "typed": typed_of(GUARANTEE), "problems": []},
    ),
    "desk-product-stopped": (
        "desk/product.html",
        HOUSE | {"product": STOPPED, "typed": typed_of(STOPPED), "problems": []},
    ),
    "desk-product-wrong": (
        "desk/product.html",
        HOUSE
        | {
            "product": None,
            "typed": USUAL | {"name": "", "fee_bps": "5"},
            "errors": {"name": "상품 이름을", "fee_bps": "보통 요율이"},
            "problems": [
                {"field": "", "text": "다시 확인해 주세요"},
                {"field": "name", "text": "상품 이름을"},
                {"field": "fee_bps", "text": "보통 요율이"},
            ],
        },
    ),
    "desk-rights": (
        "desk/rights.html",
        {
            "officer": ADMIN,
            "lines": [
                {
                    "at": THEN,
                    "who": "한지원",
                    "login": "jiwon",
                    "what": "맡겼습니다",
                    "detail": "감사",
                    "branch": "창원지점",
                    "by": "박관리",
                }
            ],
            "more": "x",
        },
    ),
    "desk-rights-none": ("desk/rights.html", {"officer": ADMIN, "lines": [], "more": ""}),
    "desk-policies": (
        "desk/policies.html",
        {"officer": ADMIN, "standings": [RULED], "names": {"1": "박관리"}},
    ),
    "desk-policy": (
        "desk/policy.html",
        HOUSE
        | {
            "standing": RULED,
            "history": [RULED.coming[0], RULED.row],
            "names": {"1": "박관리"},
            "typed": {"value": "100,000,000", "from": "2026-11-23"},
            "today": THEN.date(),
        },
    ),
    "desk-senders": (
        "desk/senders.html",
        HOUSE
        | {
            "senders": [SENDER],
            "names": {"1": "박관리"},
            "typed": {"number": "", "proof": ""},
        },
    ),
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
    "desk-drafts-none": ("desk/drafts.html", {"officer": OFFICER, "mine": [], "others": []}),
    "desk-review": ("desk/review.html", RELEASING),
    "desk-review-mine": ("desk/review.html", RELEASING | {"mine": True}),
    "desk-review-wrong": ("desk/review.html", RELEASING | {"errors": REASON_WRONG}),
    "desk-text": ("desk/text.html", {"officer": OFFICER, "draft_id": "d", "papers": [READ]}),
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
    "join-link": ("joining/link.html", {"token": "t" * 43}),
    "join-over": ("joining/link-over.html", WAY),
    "join-who": ("joining/who.html", WAY | {"typed": NOBODY, "over": False}),
    "join-who-wrong": (
        "joining/who.html",
        WAY
        | {
            "typed": NOBODY | {"name": "홍길동"},
            "over": True,
            "errors": [
                {"field": "", "text": "다시 확인해 주세요."},
                {"field": "proof", "text": "생년월일 8자리를 입력해 주세요."},
            ],
        },
    ),
    "join-choose": ("joining/choose.html", WAY | {"last_four": "0001", "code": None}),
    "join-code": ("joining/code.html", JOIN_CODE),
    "reset-code": (
        "joining/code.html",
        JOIN_CODE
        | {"purpose": "reset", "errors": [{"field": "code", "text": "다시 시도해 주세요."}]},
    ),
    "join-account": ("joining/account.html", WAY | {"account": ""}),
    "join-account-wrong": (
        "joining/account.html",
        WAY
        | {
            "account": "gildong",
            "errors": [
                {"field": "", "text": "다시 확인해 주세요."},
                {"field": "account", "text": "이미 쓰이고 있는 아이디입니다."},
                {"field": "password", "text": "추측하기 쉬운 비밀번호입니다."},
            ],
        },
    ),
    "reset-password": ("joining/password.html", WAY | {"purpose": "reset", "account": "gildong"}),
    "me-password": ("accounts/password.html", {"errors": [], "account": "gildong"}),
    "me-password-wrong": (
        "accounts/password.html",
        {"errors": [{"field": "present", "text": "맞지 않습니다."}], "account": "gildong"},
    ),
    "desk-people": (
        "desk/people.html",
        {
            "officer": OFFICER,
            "typed": ASKED,
            "wrong": "",
            "lines": [DOSSIER.line],
            "changes": [CHANGE],
        },
    ),
    "desk-people-nobody": (
        "desk/people.html",
        {"officer": OFFICER, "typed": ASKED, "wrong": "born", "lines": [], "changes": []},
    ),
    "desk-person": (
        "desk/person.html",
        DESK_PERSON | {"problem": "번호 틀림"},
    ),
    "desk-person-joined": (
        "desk/person.html",
        DESK_PERSON | {"person": Bag(**vars(DOSSIER) | {"line": JOINED, "change": None})},
    ),
    "desk-number": (
        "desk/number.html",
        {"officer": OFFICER, "person": DOSSIER, "typed": WISHED, "problems": {}},
    ),
    "desk-number-wrong": (
        "desk/number.html",
        {
            "officer": OFFICER,
            "person": Bag(**vars(DOSSIER) | {"numbers": [("1", "010-****-0001")]}),
            "typed": WISHED,
            "problems": dict.fromkeys(("number", "reason", "shown", "compared"), "다시 확인"),
        },
    ),
    "desk-contacts": ("desk/contacts.html", CONTACTS),
    "desk-contacts-wrong": (
        "desk/contacts.html",
        CONTACTS | {"problem": "사유를 적어 주세요.", "asked": "2", "typed": "음"},
    ),
    "desk-taking": ("desk/taking.html", TAKING),
    "desk-taking-wrong": ("desk/taking.html", TAKING | {"problem": "사유를 적어 주세요."}),
    "desk-subjects": (
        "desk/subjects.html",
        {
            "officer": OFFICER,
            "requests": [ASKED_FOR, ERASED],
            "names": {"p1": "홍*동"},
            "due": lambda asked: DEADLINE,
            "more": "x",
        },
    ),
    "desk-subjects-none": (
        "desk/subjects.html",
        {"officer": OFFICER, "requests": [], "names": {}, "due": None, "more": ""},
    ),
    "desk-subject": ("desk/subject.html", RIGHT),
    "desk-subject-wrong": (
        "desk/subject.html",
        RIGHT
        | {
            "problem": "답변을 적어 주세요.",
            "asked": Bag(**vars(ASKED_FOR) | {"kind": "correction"}),
        },
    ),
    "desk-subject-erased": ("desk/subject.html", RIGHT | {"asked": ERASED, "plan": None}),
    "desk-retention": ("desk/retention.html", RETENTION),
    "desk-retention-none": (
        "desk/retention.html",
        RETENTION | {"holds": [], "destroyed": [], "lifting": ""},
    ),
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
    "desk-records": ("desk/records.html", RECORDS),
    "desk-records-none": ("desk/records.html", RECORDS | {"lines": [], "more": ""}),
    "desk-months": (
        "desk/records-months.html",
        {
            "officer": WATCH,
            "months": [
                Bag(month="2026-11", accesses=12, over=False, review=None),
                Bag(month="2026-10", accesses=1234, over=True, review=None),
                Bag(month="2026-09", accesses=3, over=True, review=LOOKED_THROUGH),
            ],
        },
    ),
    "desk-month": ("desk/records-month.html", MONTH),
    "desk-month-signed": ("desk/records-month.html", MONTH | {"review": LOOKED_THROUGH}),
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
    "desk-templates": ("editions/list.html", TEMPLATES),
    "desk-template-draft": ("editions/one.html", TEMPLATE_DRAFT),
    "desk-template-asked": (
        "editions/one.html",
        TEMPLATE_DRAFT | {"version": EDITION_ASKED, "may": "decide", "problems": []},
    ),
    "desk-template-diff": ("editions/diff.html", TEMPLATE_DIFF),
    **{
        f"desk-template-edit-{part}": ("editions/edit.html", template_edit(part))
        for part in parts.LISTS
    },
    "login-wrong": (
        "accounts/login.html",
        {
            "errors": [{"field": "password", "text": "다시 확인해 주세요."}],
            "account": "gildong",
            "next": "",
            "demo": False,
            "said": "오래 쓰지 않아 로그인이 끝났습니다.",
        },
    ),
    "menu": ("home/menu.html", {"waiting": 1, "name": "홍길동", "urgent": URGENT}),
    "menu-nothing": ("home/menu.html", {"waiting": 0, "name": "한견본", "urgent": None}),
    "me": (
        "home/me.html",
        {
            "name": "홍길동",
            "account": "gildong",
            "staff": False,
            "mail": "g***@demo.example",
            "numbers": ["010-****-0001", "055-***-0001"],
            "sessions": [
                Bag(id="1", device="안드로이드 · Chrome", began=THEN, seen=THEN, here=True),
                Bag(id="2", device="윈도우 · Edge", began=THEN, seen=THEN, here=False),
            ],
            "new_password": True,
        },
    ),
    "me-staff": (
        "home/me.html",
        {
            "name": "박관리",
            "account": "found-admin",
            "staff": True,
            "new_password": False,
            "mail": "f***@demo.example",
            "numbers": [],
            "sessions": [Bag(id="1", device="Edge", began=THEN, seen=THEN, here=True)],
        },
    ),
    "guide": (
        "home/guide.html",
        {
            "kind": "person",
            "edited": date(2026, 11, 23),
            "department": "보증관리부",
            "phone": "0550000000",
            "vote": None,
            "reported": False,
        },
    ),
    "guide-corporation": (
        "home/guide.html",
        {
            "kind": "corporation",
            "edited": date(2026, 11, 23),
            "department": "보증관리부",
            "phone": "0550000000",
            "vote": "yes",
            "reported": True,
        },
    ),
    "list": (
        "agreements/list.html",
        {
            "todo": [item("new"), item("going"), item("turn")],
            "waiting": [item("partial")],
            "past": [item("done"), item("expired"), item("declined"), item("recalled")],
            "sealing": {ONE.no},
        },
    ),
    "list-empty": (
        "agreements/list.html",
        {"todo": [], "waiting": [], "past": [], "sealing": set()},
    ),
    "request": ("agreements/request.html", step("request")),
    "request-changed": (
        "agreements/request.html",
        step(
            "request",
            errors=[{"field": "", "text": "요청내역이 변경되었습니다. 다시 확인해 주세요."}],
        ),
    ),
    "cautions": ("agreements/cautions.html", step("cautions", cautions=cautions(THEN))),
    "cautions-missing": (
        "agreements/cautions.html",
        step(
            "cautions",
            cautions=cautions(None),
            errors=[
                {"field": "", "text": "유의사항을 모두 확인해 주세요."},
                {"field": "binding", "text": "종이 서명과 효력이 같습니다"},
            ],
        ),
    ),
    "text": (
        "signing/text.html",
        step("text", read={1, 2, 3}, minutes=4, page=None, pages=3, shown=PAPER.articles),
    ),
    "text-page": (
        "signing/text.html",
        step("text", read={1, 2}, minutes=4, page=2, pages=3, shown=PAPER.articles[4:8]),
    ),
    "ticks": ("signing/ticks.html", step("ticks", ticked={"explained", "credit"})),
    "ticks-missing": (
        "signing/ticks.html",
        step(
            "ticks",
            ticked={"explained", "credit", "cautions"},
            errors=[
                {"field": "", "text": "필수 항목을 모두 체크해 주세요."},
                {"field": "share", "text": "개인(신용)정보 제3자 제공 동의"},
            ],
        ),
    ),
    "sign": ("signing/sign.html", SIGNING),
    "sign-typed": (
        "signing/sign.html",
        SIGNING | {"draft": {"way": "name", "ink": "", "name": "홍길동"}},
    ),
    "sign-missing": (
        "signing/sign.html",
        SIGNING
        | {"errors": [{"field": "signature", "text": "서명이 필요한 부분에 서명해 주세요."}]},
    ),
    "identify": (
        "signing/identify.html",
        step("identify", sends_left=5, numbers=NUMBERS[:1], channels=WAYS),
    ),
    "identify-two": (
        "signing/identify.html",
        step("identify", sends_left=5, numbers=NUMBERS, channels=("sms",)),
    ),
    "identify-off": (
        "signing/identify.html",
        step("identify", sends_left=5, numbers=NUMBERS[:1], channels=()),
    ),
    "code": ("signing/code.html", CODE),
    "code-wrong": (
        "signing/code.html",
        CODE
        | {
            "channel": "sms",
            "state": "delivered",
            "errors": [
                {
                    "field": "code",
                    "text": "본인인증이 되지 않았습니다. 다시 시도해 주세요. (남은 횟수 4회)",
                }
            ],
        },
    ),
    "done-waiting": (
        "signing/done.html",
        DONE | {"seal": {"ready": False, "stamped_at": None, "file_hash": ""}},
    ),
    "done": (
        "signing/done.html",
        DONE | {"seal": {"ready": True, "stamped_at": THEN, "file_hash": DIGEST}},
    ),
    "done-onward": (
        "signing/done.html",
        DONE
        | {"onward": "pledge", "seal": {"ready": True, "stamped_at": THEN, "file_hash": DIGEST}},
    ),
    "strokes": ("agreements/strokes.html", STROKES | {"agreement": SIGNED, "back": BASE + "done"}),
    "desk-strokes": (
        "desk/strokes.html",
        STROKES | {"officer": OFFICER, "number": ONE.no, "role": "대표"},
    ),
    "cautions-corporation": (
        "agreements/cautions.html",
        step("cautions", cautions=cautions(None), agreement=FIRM),
    ),
    "waiting": (
        "agreements/waiting.html",
        step("identify", agreement=FIRM, papers=PAPERS, stand="1-IN_SIGNING-1", mine=PAPERS[0]),
    ),
    "pledge": (
        "agreements/pledge.html",
        step(
            "identify",
            agreement=FIRM,
            papers=PAPERS,
            stand="1-IN_SIGNING-1",
            locked=False,
            alone="",
        ),
    ),
    "pledge-locked": (
        "agreements/pledge.html",
        step(
            "identify",
            agreement=FIRM,
            papers=PAPERS,
            stand="1-IN_SIGNING-1",
            locked=True,
            alone="designated",
        ),
    ),
    "reading": (
        "agreements/reading.html",
        step("request", agreement=FIRM, papers=PAPERS, stand="1-IN_SIGNING-1"),
    ),
    "decline": ("agreements/decline.html", step("request", concluded=True, reason="")),
    "decline-missing": (
        "agreements/decline.html",
        step(
            "request",
            concluded=True,
            reason="",
            errors=[{"field": "reason", "text": "까닭을 적어 주세요."}],
        ),
    ),
    "declined": (
        "agreements/declined.html",
        OVER | {"declined_by": "", "reason": "다른 은행을 쓰기로 함"},
    ),
    "declined-by-another": (
        "agreements/declined.html",
        OVER | {"signed": True, "declined_by": "박데모", "reason": ""},
    ),
    "expired": ("agreements/expired.html", OVER | {"voided": True}),
    "recalled": ("agreements/recalled.html", OVER | {"reason": "서류를 다시 받습니다"}),
    "replaced": ("agreements/replaced.html", {"agreement": FIRM}),
    "signed": ("agreements/signed.html", {"agreement": SIGNED, "signed_at": THEN}),
    "changed": ("agreements/changed.html", {"agreement": ONE}),
    "phone": (
        "demo/phone.html",
        {
            "messages": [
                MESSAGE,
                Bag(
                    at=THEN,
                    channel="voice",
                    to="010-0000-0001",
                    text="인증번호는 4 0 2 9 1 7 입니다.",
                    code="402917",
                    audio="/demo/phone/1.wav",
                ),
            ]
        },
    ),
    "phone-empty": ("demo/phone.html", {"messages": []}),
    "display": (
        "display.html",
        {
            "sizes": (100, 112, 125, 150, 200),
            "themes": ("plain", "contrast"),
            "languages": ("ko", "en"),
            "next": "/agreements",
        },
    ),
    "again": (
        "errors/again.html",
        {"fields": [("tick", "share")], "address": "/agreements/x/ticks"},
    ),
    "again-lost": ("errors/again.html", {"fields": [], "address": "/"}),
    **{
        f"error-{status}": ("errors/page.html", {"status": status, "sentence": ""})
        for status in (400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503)
    },
}
PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "batch-runs": ("desk/_batch_progress.html", {"batch": BATCH_RUNS}),
    "batch-done": ("desk/_batch_progress.html", {"batch": BATCH_DONE}),
    **{
        f"call-{channel}-{state}": (
            "signing/_call_status.html",
            CODE | {"channel": channel, "state": state},
        )
        for channel in ("call", "sms")
        for state in (
            "queued",
            "ringing",
            "answered",
            "read",
            "sent",
            "delivered",
            "busy",
            "no_answer",
            "failed",
        )
    },
    "countdown-over": ("signing/_countdown.html", CODE | {"seconds": 0}),
    "seal-waiting": (
        "signing/_seal_status.html",
        {"base": BASE, "onward": "", "seal": {"ready": False}},
    ),
    "messages": ("demo/_messages.html", {"messages": [MESSAGE]}),
}
