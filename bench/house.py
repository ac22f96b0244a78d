"""The product as it is served, with people who have something to sign."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import select

from app import create_app
from app.accounts.actions import create_account
from app.agreements import rules
from app.agreements.forms import Order
from app.agreements.requests import create_numbered
from app.agreements.signatories import PROPRIETOR
from app.agreements.terms import Terms
from app.config import Settings
from app.core import clock
from app.core.korean_ids import business_number_ok
from app.db.migrate import upgrade
from app.db.unit import database, unit
from app.parties import actions as parties
from app.parties.models import Branch, Institution
from app.serve import commands
from bench import processes
from tests.support.postgres import free_port
from tests.support.server import ROOT, LiveServer, surroundings


class House:
    """A running server of its own, in a folder of its own; this process shares its database."""

    def __init__(self, folder: Path):
        self.var = folder / "var"
        self.server = LiveServer(f"sqlite:///{self.var / 'dojang.db'}", self.var)
        self.settings: Settings = self.server.settings
        self.people = 0
        create_app(self.settings)
        upgrade(database())

    @property
    def parts(self) -> dict[str, list[int]]:
        """Process ids of the web server, the worker, and who watches over both."""
        main = self.server.pid
        others = [pid for pid in processes.family(main) if pid != main]
        workers = [pid for pid in others if processes.line(pid).strip().endswith(" worker")]
        return {
            "web": [pid for pid in others if pid not in workers],
            "worker": workers,
            "supervisor": [main],
        }

    def cpu(self, *parts: str) -> float:
        """CPU seconds used so far by these parts."""
        found = self.parts
        return sum(processes.cpu(pid) for part in parts for pid in found[part])

    def person(self) -> tuple[str, str]:
        """Somebody new with an account and a firm: login and business number."""
        self.people += 1
        login, mobile = f"bench-{self.people}", f"010000{self.people + 1000:05}"
        firm = _business_number(self.people)
        with unit() as u:
            place = u.session.scalars(select(Institution.id)).all()[0]
            person = parties.register_person(u, "홍길동", mail=f"{login}@demo.example")
            parties.register_number(u, place, person, mobile)
            create_account(u, login, "Demo!2026", person)
            firm_id = parties.register_firm(u, "SOLE", "길동설비", firm)
            since = clock.today() - timedelta(days=400)
            parties.register_representation(u, firm_id, person, PROPRIETOR, since)
        return login, firm

    def send(self, number: str, firm: str) -> None:
        """Send an agreement to the firm's signer: looks up, renders, releases."""
        with unit() as u:
            join = select(Institution.code, Branch.name).join(
                Branch, Branch.institution_id == Institution.id
            )
            institution, branch = u.session.execute(join).all()[0]
        create_numbered(number, Order(institution, branch, firm, _terms()), demo=True)


@contextmanager
def open_house() -> Iterator[House]:
    """Start the product; end it and remove everything afterwards."""
    with tempfile.TemporaryDirectory(prefix="dojang-bench-") as folder:
        house = House(Path(folder))
        house.server.start()
        try:
            yield house
        finally:
            house.server.stop()
            database().dispose()


@contextmanager
def bare(application: str = "bench.hello:app") -> Iterator[tuple[str, int]]:
    """A bare application on the product's own web server settings: its address, process id."""
    port = free_port()
    line, _ = commands(port)
    environ = surroundings()
    words = [*line[:-1], application]
    main = subprocess.Popen(words, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: answers(url))
        yield url, main.pid
    finally:
        main.terminate()
        main.wait()


def answers(url: str) -> bool:
    """Whether somebody answers there."""
    try:
        return bool(urlopen(url, timeout=5).status == 200)
    except OSError:
        return False


def wait(reached: Callable[[], object], step: float = 0.05) -> float:
    """Wait until something is true; returns the seconds it took."""
    start = time.perf_counter()
    while not reached():
        if time.perf_counter() - start > 60:
            raise TimeoutError("the product did not get there")
        time.sleep(step)
    return time.perf_counter() - start


def _business_number(number: int) -> str:
    stem = f"09990{number:04}"
    return next(f"{stem}{i}" for i in range(10) if business_number_ok(f"{stem}{i}"))


def _terms() -> Terms:
    start = clock.today() + timedelta(days=8)
    return Terms(
        product="소상공인 일반보증",
        applicant="",
        amount=30_000_000,
        period_start=start,
        period_end=rules.period_end(start, 5),
        ratio_bps=8500,
        fee_bps=100,
        bank="데모은행 창원지점",
        purpose="운전자금",
        deadline=clock.now() + timedelta(days=14),
    )
