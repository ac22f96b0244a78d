"""The steps of an agreement, and how it ends."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import (
    DEADLINE,
    DIGEST,
    FIRM,
    ONE,
    PAPER,
    STROKES,
    THEN,
    WAYS,
    Samples,
    journey,
)

SIGNED = replace(
    ONE,
    state="COMPLETED",
    signers=[Bag(name="홍길동", role="PROPRIETOR", signed_at=THEN, is_me=True)],
)

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

OVER = {"agreement": ONE, "ended_at": THEN, "voided": False, "signed": False}

BASE = "/agreements/AR-2026-0001/"


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

SIGNING = step("sign", draft={"way": "ink", "ink": "", "name": ""})

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

PLEDGE = step("identify", agreement=FIRM, papers=PAPERS, stand="1-IN_SIGNING-1")

PAGES: Samples = {
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
        PLEDGE | {"locked": False, "alone": ""},
    ),
    "pledge-locked": (
        "agreements/pledge.html",
        PLEDGE | {"locked": True, "alone": "designated"},
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
}

PARTS: Samples = {
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
}
