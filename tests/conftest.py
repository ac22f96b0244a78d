"""What every test can ask for. `--database sqlite|postgresql` says where it runs."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from app import create_app
from app.accounts import passwords
from app.config import Settings, from_environment
from app.core import clock as clock_door
from app.db.unit import database
from app.evidence import keys
from app.gateways.timestamp.authority import Authority
from tests.support.databases import Cluster, Databases, Files

# The check before a change lands tries the same inputs each time: whoever changes something else
# must not be stopped by a new find. Everywhere else they are new at each run. How long one takes
# says how busy the machine is, and nothing about the code.
patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("anywhere", **patient)
hypothesis.settings.register_profile("landing", derandomize=True, **patient)
hypothesis.settings.load_profile("landing" if "CI" in os.environ else "anywhere")

# Hundreds of tests sign somebody in: they spend their time on what they are about. What hashing
# really costs is looked at with `real_hashes`; the server that walks visit always hashes so.
REAL_HASHER = passwords.HASHER
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

pytest_plugins = ["tests.support.browser", "tests.support.softhsm"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption(
        "--share",
        choices=("0", "1", "browser"),
        help="browser: those that need one, others do the rest; 0, 1: the rest, and of what asks"
        " nothing of the database this half of the files",
    )
    parser.addoption("--pictures", default="", help="folder to photograph the screens into")
    parser.addoption("--paper-pictures", default="", help="folder to draw sample papers into")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs side by side, one on each database and one with a browser, share what is the same."""
    share = config.getoption("share")
    if share is None:
        return
    browser = {item for item in items if "chromium" in uses(item)}
    alike = [item for item in items if "databases" not in uses(item) and item not in browser]
    files = list(dict.fromkeys(item.path for item in alike))  # whole: what one has is made once
    if share == "browser":
        elsewhere = set(items) - browser
    else:
        theirs = set(files[int(share) :: 2])
        elsewhere = {*browser, *(item for item in alike if item.path in theirs)}
    config.hook.pytest_deselected(items=list(elsewhere))
    items[:] = [item for item in items if item not in elsewhere]


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk through half a million objects again
    and again. It took a fifth of the time, and more the longer a run lasted."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def uses(item: pytest.Item) -> tuple[str, ...]:
    """The fixtures of a test. Whatever a screen that is walked to asks of the database is asked
    without a browser too, on both."""
    return tuple(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Fresh databases of the chosen kind; starts a PostgreSQL when none was started for us."""
    if request.config.getoption("database") == "sqlite":
        yield Files(tmp_path_factory.mktemp("databases"))
    elif url := os.environ.get("TEST_POSTGRES_URL"):
        yield Cluster(url)
    else:
        from tests.support.postgres import Server

        server = Server()
        yield Cluster(server.url("postgres"))
        server.stop()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A fresh, migrated database of this test's own."""
    url = databases.fresh()
    yield url
    databases.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Demo settings over a fresh database and an empty var folder."""
    return from_environment({"DATABASE_URL": database_url, "VAR": str(tmp_path / "var")})


@pytest.fixture(autouse=True)
def _authorities_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A demo house starts a timestamp authority. Hundreds that outlive their tests would slow the
    others down: each is a thread that wakes up many times a second."""
    started: list[Authority] = []

    class Ending(Authority):
        def start(self) -> Authority:
            started.append(self)
            return super().start()

    monkeypatch.setattr(keys, "Authority", Ending)
    yield
    for authority in started:
        authority.stop()


class Compiled(BytecodeCache):
    """Templates are the same in all tests: compiled once for all their applications."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def _compiled_once(build: Callable[..., Any]) -> Callable[..., Any]:
    """Every application has the same addresses; werkzeug compiles two functions for each of them,
    which get the rule handed in and know nothing else of it."""
    kept: dict[Any, Any] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = build(rule, append_unknown)
        return kept[key]

    return builder


Rule._compile_builder = _compiled_once(Rule._compile_builder)  # type: ignore[method-assign]


# Each test has a database of its own, and statements are kept by the dialect object they were
# compiled for: to two that are of one kind the same statement is the same text.
STATEMENTS: dict[Any, Any] = {}
for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    dialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    dialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, its database, key ring and store bound."""
    made = create_app(settings)
    made.testing = True
    made.jinja_env.bytecode_cache = COMPILED
    for engine in (database().reads, database().writes):
        engine.update_execution_options(compiled_cache=STATEMENTS)
    yield made
    database().dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, so to speak."""
    return app.test_client()


class Clock:
    """A clock that tests move; it stands still otherwise."""

    def __init__(self) -> None:
        self.instant = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.instant

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.instant += by

    def begin_an_hour(self) -> None:
        """Go on to the next full hour: what is counted by the hour starts anew."""
        self.instant = self.instant.replace(minute=0, second=0) + timedelta(hours=1)

    def set(self, to: datetime) -> None:
        """Make it this instant."""
        self.instant = to


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The product's clock, standing still at the present second until moved."""
    made = Clock()
    with clock_door.running_from(made):
        yield made


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with the parameters of the product."""
    monkeypatch.setattr(passwords, "HASHER", REAL_HASHER)
