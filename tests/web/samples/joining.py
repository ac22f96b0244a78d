"""Somebody joins, or comes back after a loss."""

from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import WAYS, Samples

WAY: dict[str, Any] = {
    "purpose": "join",
    "helpers": [{"name": "데모경남신용보증재단", "phone": "0550000000"}],
    "errors": [],
    "channels": WAYS,
}

NOBODY = {"name": "", "proof": "", "last_four": ""}

JOIN_CODE = WAY | {"last_four": "0001", "code": Bag(seconds=170, tries_left=5, wait=0)}

PAGES: Samples = {
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
}
