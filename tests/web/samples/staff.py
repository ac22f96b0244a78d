"""An institution's staff, branches, products and policies."""

from datetime import date
from types import SimpleNamespace as Bag
from typing import Any

from app.agreements.models import Product
from app.agreements.product_forms import USUAL, read_product, typed_of
from app.parties.policies import RELEASE_LIMIT
from tests.web.samples.common import CODES, ENROLLING, THEN, Samples

ADMIN = Bag(name="박관리", role="admin", branch=None, account_id="9")

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

PAGES: Samples = {
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
}
