"""One command that runs everything on one machine: the web server and a worker, watched over."""

import os
import signal
import subprocess
import sys
import time

from app.config import ROOT, Settings
from app.db.migrate import upgrade
from app.db.unit import database

THREADS = {"sqlite": "2", "postgresql": "4"}
"""Blocking threads of the web process: few, because they share one interpreter."""

PATIENCE = 10
"""Seconds the parts may take to finish what they are at before they are killed."""


def serve(settings: Settings, port: int) -> int:
    """Migrate, load demo data, run until a signal comes or a part dies. Returns the exit code."""
    upgrade(database())
    if settings.demo:
        from app.demo import data

        data.load_once()
    _say(settings, port)
    database().dispose()
    environ = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    parts = [_started(line, environ) for line in commands(port)]
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: _stop(parts))
    while all(part.poll() is None for part in parts):
        time.sleep(0.2)
    _stop(parts)
    return max(_ended(part) for part in parts)


def _started(line: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """A part in a session of its own: Ctrl-C reaches it once, through us (twice can hang it)."""
    return subprocess.Popen(line, cwd=ROOT, env=environ, start_new_session=True)


def _ended(part: subprocess.Popen[bytes]) -> int:
    """Its exit code; a part that does not end in time is killed with all its processes."""
    try:
        return abs(part.wait(PATIENCE))
    except subprocess.TimeoutExpired:
        os.killpg(part.pid, signal.SIGKILL)
        return abs(part.wait())


def commands(port: int) -> list[list[str]]:
    """The command lines of the web server, whose last word is the application, and the worker."""
    threads = THREADS[database().reads.dialect.name]
    web = f"-m granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1"
    return [
        [sys.executable, *web.split(), "--blocking-threads", threads, "--no-ws", "wsgi:app"],
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
    ]


def _stop(parts: list[subprocess.Popen[bytes]]) -> None:
    for part in parts:
        if part.poll() is None:
            part.terminate()


def _say(settings: Settings, port: int) -> None:
    lines = [f"도장 · http://localhost:{port}"]
    if settings.demo:
        from app.demo.accounts import PASSWORD, PEOPLE

        names = ", ".join(person.login for person in PEOPLE)
        lines += [
            f"demo accounts (password {PASSWORD}): {names}",
            f"demo phone: http://localhost:{port}/demo/phone",
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
