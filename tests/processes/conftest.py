"""Processes over a database of the test's own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.config import Settings
from tests.processes.crew import Crew
from tests.support.signer import Signer, register, send


@pytest.fixture
def crew(app: Flask, settings: Settings) -> Iterator[Crew]:
    """Workers to start and to kill."""
    made = Crew(settings)
    yield made
    made.end()


@pytest.fixture
def signer(app: Flask, settings: Settings) -> Signer:
    """홍길동, signed in, with AR-2026-0001 waiting."""
    register()
    send()
    return Signer(app, settings).enter()
