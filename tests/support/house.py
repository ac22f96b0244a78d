"""A small house for tests of the web ground: the real gate, errors and accounts, few rooms."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask_login import current_user

from app import accounts
from app.accounts.actions import create_account
from app.config import ROOT, Settings
from app.core.events import Handlers
from app.db import types
from app.db import unit as units
from app.db.engine import open_database
from app.parties.actions import register_person
from app.web import assets, csrf, display, errors, guards, headers, pages, reports
from tests.support.visitor import Visitor

PASSWORD = "Demo!2026"


def build(settings: Settings, furnish: Callable[[Flask], None]) -> Flask:
    """An application with accounts and the rooms that `furnish` adds."""
    types.use_ring(settings.ring)
    units.bind(open_database(settings.database_url), Handlers())
    app = Flask("house", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, DOJANG=settings)
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, MAX_FORM_PARTS=100)
    pages.install(app)
    assets.install(app)
    headers.install(app)
    errors.install(app)
    csrf.install(app)
    accounts.install(app)
    app.register_blueprint(display.doors)
    app.register_blueprint(reports.doors)
    furnish(app)
    guards.install(app)
    return app


def rooms(app: Flask) -> None:
    """A menu, a page of one's own, a step that shows and takes, and a post that shows nothing."""

    @app.get("/menu")
    @guards.signed_in
    def menu() -> str:
        return f"{current_user.name} {current_user.login_id}"

    @app.get("/me")
    @guards.signed_in
    def me() -> str:
        return "me"

    @app.route("/work/<number>", methods=["GET", "POST"])
    @guards.signed_in
    def work(number: str) -> str:
        return f"{number} {request.form.get('words', '')}"

    @app.post("/work/<number>/send/now")
    @guards.signed_in
    def send(number: str) -> str:
        return number


@pytest.fixture
def house(settings: Settings) -> Iterator[Flask]:
    """The small application over a fresh database."""
    made = build(settings, rooms)
    yield made
    units.database().dispose()


@pytest.fixture
def visitor(house: Flask) -> Visitor:
    """Somebody at the door of the small house."""
    return Visitor(house.test_client())


@pytest.fixture
def resident(house: Flask) -> Callable[[str], str]:
    """`resident("gildong")` gives a person an account; returns the account's id."""

    def move_in(login: str) -> str:
        with units.unit() as u:
            person_id = register_person(u, f"시험 {login}")
            return create_account(u, login, PASSWORD, person_id)

    return move_in
