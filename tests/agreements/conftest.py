"""A registered person, an agreement sent to them, and the person at its door."""

import pytest
from flask import Flask

from app.config import Settings
from tests.support.signer import Signer, register, send


@pytest.fixture
def person(app: Flask) -> str:
    """홍길동, registered; the person's id."""
    return register()


@pytest.fixture
def signer(app: Flask, settings: Settings, person: str) -> Signer:
    """홍길동, signed in, with AR-2026-0001 waiting."""
    send()
    return Signer(app, settings).enter()
