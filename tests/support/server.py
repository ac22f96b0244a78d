"""The product as an institution runs it: `flask serve` in processes of its own, on a free port."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from app.config import Settings, from_environment
from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
START = 60
"""Seconds a start may take on a machine that has other things to do."""


class LiveServer:
    """Web server and worker over one database and one var folder; can be killed and restarted."""

    def __init__(self, database_url: str, var: Path, **environ: str):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.var = var
        self.log = var.parent / f"{var.name}.log"
        self._environ = surroundings(
            DATABASE_URL=database_url, VAR=str(var), PORT=str(self.port), **environ
        )
        self._main: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> Settings:
        """The settings it runs with, for a test that looks into its database."""
        return from_environment(self._environ)

    @property
    def pid(self) -> int:
        """The process that watches over the others; it must run."""
        assert self._main
        return self._main.pid

    def start(self) -> None:
        """Start and wait until it answers; raises RuntimeError with its log when it doesn't."""
        self.launch()
        assert self._main
        end = time.monotonic() + START
        while self._main.poll() is None and time.monotonic() < end:
            if self.status("/readyz") == 200:
                return
            time.sleep(0.1)
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')}")

    def launch(self) -> None:
        """Start without waiting."""
        self._main = self.flask("serve")

    def stop(self) -> None:
        """Ask everything to end; what does not is killed."""
        if self._main is None:
            return
        self._main.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._main.wait(20)
        self.kill()

    def interrupt(self) -> int:
        """Press Ctrl-C and wait for the end; returns the exit code."""
        assert self._main
        os.killpg(self._main.pid, signal.SIGINT)
        return self._main.wait(START)

    def kill(self) -> None:
        """kill -9, web server and worker alike: the power went out."""
        if self._main is None:
            return
        for group in (self._main.pid, *children(self._main.pid)):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self._main.wait()
        self._main = None

    def flask(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start another command of the product over the same database, in its own process group."""
        with self.log.open("ab") as out:
            return spawn(words, self._environ, out)

    def run(self, *words: str) -> str:
        """Run a command to its end; returns what it printed, raises RuntimeError if it failed."""
        done = self.outcome(*words)
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def outcome(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end, whatever comes of it."""
        return subprocess.run(
            command(words), cwd=ROOT, env=self._environ, capture_output=True, text=True, check=False
        )

    def reset(self) -> None:
        """Start the demo data over; everybody is signed out."""
        urllib.request.urlopen(
            urllib.request.Request(f"{self.url}/demo/reset", b""), timeout=60
        ).close()

    def json(self, path: str) -> Any:
        """What an address answers, read as JSON."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
            return json.load(answer)

    def status(self, path: str) -> int:
        """The status of an address; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0


def children(pid: int) -> list[int]:
    """The processes that `pid` started; each of the product's parts leads its own group."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def surroundings(**environ: str) -> dict[str, str]:
    """The environment of a process of ours: this one's, without settings, plus these."""
    ours = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER")
    kept = {name: os.environ[name] for name in ours if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", **environ}


def command(words: tuple[str, ...]) -> list[str]:
    """The command line of `flask --app wsgi WORDS`."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def spawn(
    words: tuple[str, ...], environ: dict[str, str], out: IO[bytes]
) -> "subprocess.Popen[bytes]":
    """Start `flask --app wsgi WORDS` as the leader of a new process group."""
    return subprocess.Popen(
        command(words),
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
