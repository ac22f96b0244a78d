"""The front door: signing in, one's own page, the menu, errors, the demo."""

from datetime import date
from types import SimpleNamespace as Bag

from tests.web.samples.common import DEADLINE, ENROLLING, NEWCOMER, THEN, Samples

URGENT = Bag(
    url="/agreements/AR-2026-0001",
    product="신용보증 약정",
    purpose="운전자금",
    amount=30_000_000,
    deadline=DEADLINE,
    branch="데모경남신용보증재단 창원지점",
    started=False,
)

PERSON = Bag(
    account="gildong",
    name="홍길동",
    role="예시길동설비 대표",
    can="AR-2026-0001 약정을 읽고 서명해 보세요.",
)

MESSAGE = Bag(
    at=THEN,
    channel="sms",
    to="010-0000-0001",
    text="[데모신보]인증번호 402917",
    code="402917",
    audio="",
)

PAGES: Samples = {
    "start": (
        "home/start.html",
        {"demo": True, "people": [PERSON], "staff": [PERSON], "password": "Demo!2026"},
    ),
    "start-production": ("home/start.html", {"demo": False}),
    "login": (
        "accounts/login.html",
        {"errors": [], "account": "", "next": "/agreements", "demo": True, "said": ""},
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
    "me-password": ("accounts/password.html", {"errors": [], "account": "gildong"}),
    "me-password-wrong": (
        "accounts/password.html",
        {"errors": [{"field": "present", "text": "맞지 않습니다."}], "account": "gildong"},
    ),
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
    "phone": (
        "demo/phone.html",
        {
            "messages": [
                MESSAGE,
                Bag(
                    **vars(MESSAGE)
                    | {
                        "channel": "voice",
                        "text": "인증번호는 4 0 2 9 1 7 입니다.",
                        "audio": "/demo/phone/1.wav",
                    }
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

PARTS: Samples = {
    "messages": ("demo/_messages.html", {"messages": [MESSAGE]}),
}
