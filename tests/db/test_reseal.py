"""Rotation to its end: after resealing, the old key is needed for nothing."""

import base64
import os
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings, parse_ring
from app.core.keyring import KeyRing, UnreadableValue
from app.db.reseal import BATCH, reseal
from app.db.types import use_ring
from app.db.unit import reading, unit
from app.parties.models import Person
from tests.support.signer import Signer, register, send


def rotated(ring: KeyRing) -> KeyRing:
    """A new key in front of the old ones."""
    return replace(ring, active="new", keys={"new": os.urandom(32), **ring.keys})


@pytest.fixture
def signer(app: Flask, settings: Settings) -> Signer:
    register()
    send()
    return Signer(app, settings).enter().to("identify")


def test_after_it_the_old_key_can_go(signer: Signer, settings: Settings) -> None:
    ring = rotated(settings.ring)
    use_ring(ring)
    assert reseal() > 5
    assert reseal() == 0
    use_ring(replace(ring, keys={"new": ring.keys["new"]}))
    assert signer.conclude().status_code == 303
    assert signer.see("done").status_code == 200


def test_more_than_one_batch(app: Flask, settings: Settings) -> None:
    with unit() as u:
        u.session.add_all(Person(name="사람", mail=f"{i}@demo.example") for i in range(BATCH + 1))
    use_ring(rotated(settings.ring))
    assert reseal() == BATCH + 1
    with reading() as session:
        assert session.scalars(select(Person.mail)).first() == "0@demo.example"


def test_a_key_that_left_too_early_is_said(app: Flask, settings: Settings) -> None:
    register()
    key = base64.b64encode(os.urandom(32)).decode()
    pepper = base64.b64encode(settings.ring.pepper).decode()
    use_ring(parse_ring(f"new:{key}", pepper))
    with pytest.raises(UnreadableValue):
        reseal()
    done = app.test_cli_runner().invoke(args=["keys", "reseal"])
    assert done.exit_code == 1
    assert "KEY_RING: its key is not on the ring" in done.output
