"""While a number of record is being replaced, nobody signs with it (the telephone may be lost)."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.agreements.screens.frame import awake
from app.config import Settings
from app.core import clock as clock_door
from app.core.errors import Refused
from app.db.unit import reading, unit
from app.parties.actions import rest_number
from app.parties.models import NumberOfRecord
from app.parties.queries import Number
from app.signing.models import Signature
from tests.support import signer

NOW = datetime(2026, 11, 26, 9, tzinfo=clock_door.KST)
SOON = NOW + timedelta(hours=1)


def rest(until: datetime | None) -> None:
    with unit() as u:
        rest_number(u, u.session.scalars(select(NumberOfRecord.id)).one(), until)


def test_signing_waits_and_says_until_when(app: Flask, settings: Settings, clock) -> None:
    signer.register()
    signer.send()
    person = signer.Signer(app, settings).enter().to("identify")
    code = person.ask()
    until = clock_door.now() + timedelta(hours=24)
    rest(until)
    for refused in (
        person.see("identify"),
        person.answer("identify/send", {"channel": "sms"}, "key"),
        person.confirm(code, "key"),
    ):
        assert refused.status_code == 409
        assert f"{clock_door.kst(until):%m.%d %H:%M}까지는 서명하실 수 없습니다" in refused.text
        assert "055-000-0000" in refused.text, "whom to call"
    assert person.see("sign").status_code == 200, "what was done stays"
    with reading() as session:
        assert session.scalars(select(Signature)).all() == []
    clock.move(timedelta(hours=24, seconds=1))
    assert person.conclude().status_code == 303


def test_another_number_serves_meanwhile() -> None:
    lost, desk = Number("1", "01000000001", SOON), Number("2", "0550000001")
    assert awake([lost, desk], NOW, "055-000-0000") == [desk]
    assert awake([lost, desk], SOON, "055-000-0000") == [lost, desk]


@pytest.mark.parametrize(("numbers", "code"), [([], "NO_NUMBER"), ([SOON], "NUMBER_RESTS")])
def test_without_one_it_is_refused(numbers: list[datetime], code: str) -> None:
    with pytest.raises(Refused, match=code):
        awake([Number("1", "01000000001", until) for until in numbers], NOW, "055-000-0000")
