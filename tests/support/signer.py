"""A signer walking an agreement without JavaScript, over the real application."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.actions import create_account
from app.agreements import rules, signatories
from app.agreements.forms import Order
from app.agreements.requests import create_numbered
from app.agreements.terms import Terms
from app.config import Settings
from app.core import clock
from app.core.korean_ids import business_number_ok
from app.db.types import new_id
from app.db.unit import Unit, reading, unit
from app.evidence.papers import load
from app.gateways.demo_phone.models import DemoMessage
from app.parties import actions as parties
from app.parties.models import Branch, Institution
from app.worker import drain
from tests.support.visitor import Visitor

NUMBER = "AR-2026-0001"
CORPORATION_BRN = "0998100028"
BRANCH_MAIL = "changwon@demo.example"
PAPER = load("credit-guarantee", 1)
CAUTIONS = [caution.key for caution in PAPER.cautions]
REQUIRED = [tick.key for tick in PAPER.ticks if tick.required]
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')

INK = json.dumps(
    {
        "v": 1,
        "w": 1000,
        "h": 620,
        "strokes": [
            [[100 + 9 * i, 200 + (i * 53) % 170, 12 * i, 120] for i in range(40)],
            [[500 + 5 * i, 100 + 9 * i, 700 + 10 * i, 130] for i in range(30)],
        ],
    }
)
"""A signature of two strokes."""


def register(login: str = "gildong", name: str = "홍길동", mobile: str = "01000000001") -> str:
    """A sole proprietor with an account, a number of record and a firm. Returns the person's id."""
    with unit() as u:
        institution_id = u.session.scalar(select(Institution.id)) or make_institution(u)
        person_id = parties.register_person(u, name, mail=f"{login}@demo.example")
        parties.register_number(u, institution_id, person_id, mobile)
        create_account(u, login, "Demo!2026", person_id)
        firm_id = parties.register_firm(u, "SOLE", f"{name}설비", made_brn(mobile))
        since = clock.today() - timedelta(days=400)
        parties.register_representation(u, firm_id, person_id, signatories.PROPRIETOR, since)
    return person_id


def register_corporation(
    *people: tuple[str, str, str], kind: str = "CORPORATION"
) -> dict[str, str]:
    """데모설비 주식회사 with its people, given as (login, name, role). Login -> person id."""
    known: dict[str, str] = {}
    with unit() as u:
        institution_id = u.session.scalar(select(Institution.id)) or make_institution(u)
        firm_id = parties.register_firm(u, kind, "데모설비 주식회사", CORPORATION_BRN)
        since = clock.today() - timedelta(days=400)
        for place, (login, name, role) in enumerate(people, start=2):
            known[login] = parties.register_person(u, name, mail=f"{login}@demo.example")
            mobile = f"0100000{place:04d}"
            parties.register_number(u, institution_id, known[login], mobile)
            create_account(u, login, "Demo!2026", known[login])
            parties.register_representation(u, firm_id, known[login], role, since)
    return known


def send_to_corporation(designated: str = "", number: str = NUMBER, **changes: Any) -> None:
    """Send an agreement to 데모설비 주식회사."""
    send(number, business_number=CORPORATION_BRN, designated=designated, **changes)


def send(
    number: str = NUMBER,
    mobile: str = "01000000001",
    business_number: str = "",
    designated: str = "",
    **changes: Any,
) -> None:
    """Send an agreement to the firm of whoever has that mobile number, or to the one named."""
    start = clock.today() + timedelta(days=8)
    terms = Terms(
        product="소상공인 일반보증",
        applicant="",
        amount=30_000_000,
        period_start=start,
        period_end=rules.period_end(start, 5),
        ratio_bps=8500,
        fee_bps=100,
        bank="데모은행 창원지점",
        purpose="운전자금",
        deadline=clock.now() + timedelta(days=14),
    )
    brn = business_number or made_brn(mobile)
    order = Order("FOUND", "창원지점", brn, replace(terms, **changes), designated)
    create_numbered(number, order, demo=True)


class Signer(Visitor):
    """Someone at one agreement."""

    def __init__(self, app: Flask, settings: Settings, number: str = NUMBER, **more: Any):
        super().__init__(app.test_client(), **more)
        self.settings, self.number = settings, number

    def enter(self, login: str = "gildong") -> "Signer":
        """Sign in with the demo's one tap."""
        assert self.post("/demo/sign-in", {"account": login}).status_code == 303
        return self

    def at(self, step: str) -> str:
        return f"/agreements/{self.number}/{step}"

    def see(self, step: str) -> TestResponse:
        return self.get(self.at(step))

    def answer(self, step: str, data: dict[str, Any] | None = None, key: str = "") -> TestResponse:
        """Post a step's form, with the idempotency key its page carries."""
        if not key and step != "decline":
            found = KEY.search(self.see(step.split("/")[0]).text)
            key = found[1] if found else new_id()
        return self.post(self.at(step), {"idempotency_key": key, **(data or {})})

    def to(self, last: str) -> "Signer":
        """Walk until the step `last` lies open, unanswered."""
        steps = PLEDGE_STEPS if last.startswith("pledge") else STEPS
        for step in steps:
            if step == last:
                return self
            answered = self.answer(step, ANSWERS[step])
            assert answered.status_code == 303, (step, answered.status_code, answered.text)
        return self

    def ask(self, channel: str = "sms", part: str = "") -> str:
        """Have a code sent and read it off the demo phone."""
        sent = self.answer(f"{part}identify/send", {"channel": channel})
        assert sent.status_code == 303, sent.text
        drain(self.settings)
        return code_on_phone()

    def confirm(self, code: str, key: str = "") -> TestResponse:
        return self.answer("identify", {"code": code}, key)

    def conclude(self) -> TestResponse:
        """Ask for a code and type it."""
        return self.confirm(self.ask())

    def sign_guarantee(self) -> TestResponse:
        """The first document from wherever one stands to one's signature."""
        return self.to("identify").conclude()

    def sign_pledge(self) -> TestResponse:
        """The second document, to one's signature."""
        if self.see("pledge").location == self.at("request"):
            assert self.answer("request", ANSWERS["request"]).status_code == 303
        self.to("pledge-identify")
        code = self.ask(part="pledge-")
        return self.answer("pledge-identify", {"code": code})


STEPS = ("request", "cautions", "text", "ticks", "sign")
PLEDGE_STEPS = ("pledge", "pledge-text", "pledge-ticks", "pledge-sign")
PLEDGE_TICKS = [tick.key for tick in load("responsible-management", 1).ticks if tick.required]

ANSWERS: dict[str, dict[str, Any]] = {
    "pledge": {},
    "pledge-text": {},
    "pledge-ticks": {"tick": PLEDGE_TICKS},
    "pledge-sign": {"way": "ink", "ink": INK, "name": ""},
    "request": {"version": "1"},
    "cautions": {"caution": CAUTIONS},
    "text": {},
    "ticks": {"tick": REQUIRED},
    "sign": {"way": "ink", "ink": INK, "name": ""},
}


def phone() -> list[DemoMessage]:
    """What arrived on the demo phone, newest first."""
    with reading() as session:
        return list(
            session.scalars(
                select(DemoMessage).order_by(DemoMessage.at.desc(), DemoMessage.id.desc())
            )
        )


def code_on_phone() -> str:
    """The newest code."""
    return next(message.code for message in phone() if message.code)


def texts_on_phone() -> list[str]:
    """Every text message that is no code, oldest first."""
    return [m.text for m in reversed(phone()) if m.channel == "sms" and not m.code]


def mails() -> list[str]:
    """Every mail that arrived, oldest first."""
    return [m.text for m in reversed(phone()) if m.channel == "mail"]


def make_institution(u: Unit) -> str:
    """데모경남신용보증재단 with 창원지점."""
    found = Institution(
        id=new_id(),
        code="FOUND",
        name="데모경남신용보증재단",
        short_name="데모신보재단",
        phone="0550000000",
    )
    u.session.add(found)
    u.session.flush()
    u.session.add(
        Branch(institution_id=found.id, name="창원지점", phone="0550000000", mail=BRANCH_MAIL)
    )
    u.session.flush()
    return found.id


def made_brn(mobile: str) -> str:
    """The firm's number: of the demo's people theirs, of anybody else one made from the mobile."""
    known = {"01000000001": "0991200056", "01000000007": "0994500068"}
    stem = f"0999{mobile[-5:]}"
    made = next(f"{stem}{digit}" for digit in range(10) if business_number_ok(f"{stem}{digit}"))
    return known.get(mobile, made)
