"""Real workers in processes of their own, over the database of one test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from sqlalchemy import func, select, update

from app.config import Settings
from app.core import clock
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from app.serve import commands
from tests.support.server import ROOT, command, surroundings

NEXT_TRY = timedelta(seconds=50)
"""What was tried and did not work is tried again within that time."""

PATIENCE = 60
"""Seconds within which a process must get somewhere on a busy machine."""

Process = subprocess.Popen[bytes]


class Crew:
    """Starts processes; ends all of them when the test is over. `log` keeps what they say."""

    def __init__(self, settings: Settings):
        self.log: Path = settings.var.parent / "crew.log"
        self._environ = surroundings(DATABASE_URL=settings.database_url, VAR=str(settings.var))
        self._started: list[Process] = []

    def mortal(self, point: str, kind: str, *more: str) -> Process:
        """A worker that is hit at the point, see `mortal`."""
        return self.script("tests.processes.mortal", point, kind, *more)

    def worker(self) -> Process:
        """`flask worker` as an operator starts it."""
        return self._start(command(("worker",)))

    def web(self, url: str, application: str, **environ: str) -> Process:
        """The web server with the flags of `flask serve`, once it answers."""
        port = urlsplit(url).port or 0
        line, _ = commands(port)
        process = self._start([*line[:-1], application], **environ, PORT=str(port))
        wait_until(lambda: answers(url), self.log)
        return process

    def script(self, module: str, *args: str, **environ: str) -> Process:
        """A script of ours, its own process."""
        return self._start([sys.executable, "-m", module, *args], **environ)

    def finish(self) -> None:
        """Let a plain worker do whatever is left, then end it."""
        worker = self.worker()
        wait_until(lambda: left() == 0, self.log)
        worker.terminate()
        worker.wait(PATIENCE)

    def end(self) -> None:
        """End everything that still runs."""
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, line: list[str], **environ: str) -> Process:
        with self.log.open("ab") as out:
            process = subprocess.Popen(
                line,
                cwd=ROOT,
                env={**self._environ, **environ},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started.append(process)
        return process


def answers(url: str) -> bool:
    """Whether somebody listens there and is well enough to answer."""
    try:
        return bool(urlopen(f"{url}/healthz", timeout=5).status == 200)
    except OSError:
        return False


def left() -> int:
    """How much work is due, now or at its next try, and neither done nor given up."""
    query = select(func.count()).where(
        OutboxRow.state.in_(("ready", "running")), OutboxRow.due_at <= clock.now() + NEXT_TRY
    )
    with reading() as session:
        return session.scalar(query) or 0


def end_leases() -> None:
    """As if the lease of everything in hand had run out."""
    past = clock.now() - timedelta(seconds=1)
    with unit() as u:
        u.session.execute(
            update(OutboxRow).where(OutboxRow.state == "running").values(lease_until=past)
        )


def wait_until(reached: Callable[[], bool], log: Path) -> None:
    """Wait for something to become true; raises TimeoutError with what the processes said."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError(log.read_text("utf-8", "replace")[-4000:])
        time.sleep(0.02)
