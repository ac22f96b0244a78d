"""The product as it is served, with people who have something to sign."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from app import create_app
from app.config import Settings
from app.db.migrate import upgrade
from app.db.unit import database
from app.serve import commands
from bench import processes
from tests.support import signer
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
        """Somebody new with an account and a firm: login and mobile number."""
        self.people += 1
        login, mobile = f"bench-{self.people}", f"010000{self.people + 1000:05}"
        signer.register(login, mobile=mobile)
        return login, mobile


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
