"""One command that runs everything on one machine: the web server and a worker, watched over."""

import json
import os
import socket
import sys
from typing import NoReturn

from app.config import ROOT, Settings
from app.db.unit import database
from app.web.turns import THREADS

WATCH = ROOT / "app" / "watch.py"


def serve(settings: Settings, port: int) -> NoReturn:
    """Load demo data, then turn into the watch over web server and worker."""
    if settings.demo:
        from app.demo import data

        data.load_once()
    _say(settings, port)
    _become([sys.executable, "-P", str(WATCH), json.dumps(commands(port))], port)


def web(port: int) -> NoReturn:
    """Turn into one web server, of which several may stand behind a proxy."""
    line, _ = commands(port)
    _become(line, port)


def _become(line: list[str], port: int) -> NoReturn:
    database().dispose()
    os.chdir(ROOT)
    environ = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    os.execve(sys.executable, line, environ)  # noqa: S606


def why_not(port: int) -> str:
    """Why nobody can listen there, or an empty text. The web server itself would not notice: it
    shares the port with another of its kind, and each would get half of the requests."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            return problem.strerror or str(problem)
    return ""


def commands(port: int) -> list[list[str]]:
    """The command lines of the web server, whose last word is the application, and the worker."""
    web = f"-m granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1 --no-ws"
    quiet = f"--blocking-threads {THREADS} --log-level error"  # it finds so many threads odd
    return [
        [sys.executable, *web.split(), *quiet.split(), "wsgi:app"],
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
    ]


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
