"""Somebody invited, and the browser they come with."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.config import Settings
from app.identity import rules
from app.identity.rules import Limits
from tests.support import newcomer, signer
from tests.support.newcomer import Joiner, Newcomer

Browser = Callable[..., Joiner]


@pytest.fixture
def limits(app: Flask) -> Iterator[Limits]:
    """The default limits, not the demo's."""
    before, default = rules.limits(), Limits()
    rules.use_limits(default)
    yield default
    rules.use_limits(before)


@pytest.fixture
def browser(app: Flask, settings: Settings) -> Browser:
    """A new browser each time."""
    return lambda way="join", **more: Joiner(app, settings, way, **more)


@pytest.fixture
def invited(app: Flask) -> Newcomer:
    """신새봄 with a mail address, invited by a request."""
    person = newcomer.enter()
    signer.send(business_number=person.business_number)
    return person


@pytest.fixture
def unlinked(app: Flask) -> Newcomer:
    """신새봄 without one."""
    person = newcomer.enter(mail=None)
    signer.send(business_number=person.business_number)
    return person
