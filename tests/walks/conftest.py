"""What the walks stand on: the live server, phones before it, an agreement for each walk."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app import create_app
from app.db.unit import database
from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.desk import Case
from tests.walks.person import Person


@pytest.fixture
def desk(server: LiveServer) -> Iterator[Flask]:
    """This process bound to the live server's database, as the institution's other programs are."""
    made = create_app(server.settings)
    made.testing = True
    yield made
    database().dispose()


@pytest.fixture
def case(desk: Flask, server: LiveServer) -> Case:
    """An agreement of this walk's own, just sent to 홍길동."""
    return Case(desk, server)


@pytest.fixture
def phones(chromium: Browser, server: LiveServer) -> Iterator[Handsets]:
    """As many phones as the walk wants; whatever no page may do fails the walk."""
    made = Handsets(chromium, server.url)
    yield made
    made.close()
    assert made.wrongs == []


@pytest.fixture
def page(phones: Handsets) -> Page:
    """A phone."""
    return phones.new()


@pytest.fixture
def person(page: Page, case: Case) -> Person:
    """홍길동 with a phone, not signed in yet."""
    return Person(page, case)


@pytest.fixture
def at(person: Person, case: Case) -> Callable[[str], Person]:
    """Puts 홍길동, signed in, at a step of a walk that began elsewhere."""

    def put(step: str) -> Person:
        case.walk_to(step)
        return person.enter().goto(step).is_at(step)

    return put
