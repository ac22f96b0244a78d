"""Somebody of the register without an account, and their browser on the way to one."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.agreements import signatories
from app.config import Settings
from app.core import clock
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from app.parties import actions as parties
from app.parties.models import Institution
from app.worker import drain
from tests.support import signer
from tests.support.visitor import Visitor

LINK = re.compile(r"/join/link/[\w-]+")
PASSWORD = "봄날의 긴 산책길 7"


@dataclass(frozen=True)
class Newcomer:
    """A sole proprietor in the register; what they type to be recognised."""

    id: str
    name: str
    born: date
    mobile: str
    business_number: str

    @property
    def facts(self) -> dict[str, str]:
        return {
            "name": self.name,
            "proof": f"{self.born:%Y%m%d}",
            "last_four": self.mobile[-4:],
        }


def enter(
    mail: str | None = "saebom@demo.example",
    *,
    name: str = "신새봄",
    mobile: str = "01000000031",
    born: date = date(1990, 3, 14),
) -> Newcomer:
    """Put them into the register, with a number of record and a firm of their own."""
    brn = signer.made_brn(mobile)
    with unit() as u:
        place = u.session.scalar(select(Institution.id).where(Institution.code == "FOUND"))
        place = place or signer.make_institution(u)
        person_id = parties.register_person(u, name, mail=mail, birth_date=born)
        parties.register_number(u, place, person_id, mobile)
        firm_id = parties.register_firm(u, "SOLE", f"{name}상사", brn)
        since = clock.today() - timedelta(days=400)
        parties.register_representation(u, firm_id, person_id, signatories.PROPRIETOR, since)
    return Newcomer(person_id, name, born, mobile, brn)


class Joiner(Visitor):
    """A browser without JavaScript on the way to an account (or, `reset`, to a new password)."""

    def __init__(self, app: Flask, settings: Settings, way: str = "join", **more: str):
        super().__init__(app.test_client(), **more)
        self.settings, self.way = settings, way

    def follow(self, link: str) -> TestResponse:
        """Open the mail's link and press the button."""
        assert self.get(link).status_code == 200
        return self.post("/join/link", {"token": link.rpartition("/")[2]})

    def say(self, facts: dict[str, str]) -> TestResponse:
        return self.post(f"/{self.way}", facts)

    def ask(self, channel: str = "sms") -> TestResponse:
        return self.post(f"/{self.way}/send", {"channel": channel})

    def type_in(self, code: str) -> TestResponse:
        return self.post(f"/{self.way}/code", {"code": code})

    def choose(self, login: str = "saebom", password: str = PASSWORD, **more: str) -> TestResponse:
        last = "account" if self.way == "join" else "password"
        form = {"account": login, "password": password, "again": password, **more}
        return self.post(f"/{self.way}/{last}", form)

    def recognised(self, facts: dict[str, str]) -> "Joiner":
        """Up to the last page."""
        assert self.say(facts).location == f"/{self.way}/code"
        assert self.ask().status_code == 303
        answer = self.type_in(code())
        assert answer.status_code == 303, answer.text
        return self


def mails(settings: Settings) -> list[str]:
    """The links in mails on the demo phone, newest first."""
    drain(settings)
    found = [LINK.search(m.text) for m in signer.phone() if m.channel == "mail"]
    return [match[0] for match in found if match]


def code() -> str:
    """The newest code on its way to anybody, as the worker would send it."""
    with reading() as session:
        query = select(OutboxRow).where(OutboxRow.dedup_key.startswith("code:"))
        rows = session.scalars(query.order_by(OutboxRow.id.desc())).all()
    for row in rows:
        if row.kind in ("sms", "voice") and row.payload:
            script = row.payload.get("script")
            return script["code"] if script else row.payload["text"].split("인증번호 ")[1][:6]
    raise AssertionError("no code is on its way")
