"""A person, a binding, and the way from a code's request to its use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db.types import new_id
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from app.identity import rules
from app.identity.actions import Spent, Wording, send_code, spend_try, use_code
from app.identity.models import IdentityCheck
from app.identity.rules import Binding, Channel, Limits

NUMBER = "01000000001"
WORDING = Wording("데모신보재단", "데모경남신용보증재단", "약정")


@dataclass
class Person:
    """Somebody before a document, in one session."""

    id: str
    institution_id: str
    binding: Binding
    challenge_id: str = ""
    code: str = ""

    def ask(self, channel: Channel = "sms") -> None:
        """Ask for a code; remember it as the phone would show it."""
        with unit() as u:
            challenge = send_code(
                u,
                person_id=self.id,
                number=self.binding.number,
                channel=channel,
                binding=self.binding,
                institution_id=self.institution_id,
                wording=WORDING,
            )
        self.challenge_id = challenge.id
        self.code = sent_code(challenge.id)

    def spend(self) -> Spent:
        """The first of the two units."""
        with unit() as u:
            return spend_try(u, self.challenge_id, self.binding.session, self.id)

    def type_in(self, code: str, binding: Binding | None = None) -> IdentityCheck:
        """Both units, one after the other."""
        spent = self.spend()
        with unit() as u:
            return use_code(u, spent, code, binding or self.binding)

    def wrong(self) -> str:
        """Six digits that are not the code."""
        return f"{(int(self.code) + 1) % 10**6:06d}"


def sent_code(challenge_id: str) -> str:
    """The code on its way to the phone."""
    with reading() as session:
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.dedup_key == f"code:{challenge_id}")
        ).one()
    payload = row.payload or {}
    if row.kind == "voice":
        return str(payload["script"]["code"])
    return str(payload["text"]).split("인증번호 ")[1][:6]


@pytest.fixture
def limits(app: Flask) -> Iterator[Limits]:
    """The default limits, not the demo's."""
    before, default = rules.limits(), Limits()
    rules.use_limits(default)
    yield default
    rules.use_limits(before)


@pytest.fixture
def people(limits: Limits) -> Callable[..., Person]:
    """Make persons; `people(number=…)` changes what they are bound to."""

    def make(**other: Any) -> Person:
        binding = Binding(
            purpose="agreement",
            agreement=f"agreement:{new_id()}",
            version=1,
            document_hash="ab" * 32,
            amount=30_000_000,
            number=NUMBER,
            session=new_id(),
            act="cd" * 32,
        )
        return Person(new_id(), new_id(), replace(binding, **other))

    return make


@pytest.fixture
def person(people: Callable[..., Person]) -> Person:
    """One person."""
    return people()
