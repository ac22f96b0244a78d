"""Run every test on SQLite and on PostgreSQL, side by side: one browser and one server each."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.postgres import Server

DATABASES = ("sqlite", "postgresql")
ROOT = Path(__file__).parents[2]


def main(args: list[str]) -> int:
    """Start a PostgreSQL, run both, print what each said. Returns the worse exit code."""
    server = Server()
    try:
        logs = ROOT / "var" / "test-logs"
        logs.mkdir(parents=True, exist_ok=True)
        runs = {name: _start(name, server, logs / f"{name}.txt", args) for name in DATABASES}
        codes = [_finish(name, run, logs / f"{name}.txt") for name, run in runs.items()]
        return max(codes)
    finally:
        server.stop()


def _start(name: str, server: Server, log: Path, args: list[str]) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "TEST_POSTGRES_URL": server.url("postgres")}
    command = [sys.executable, "-m", "pytest", "--database", name, *args]
    with log.open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)


def _finish(name: str, run: "subprocess.Popen[bytes]", log: Path) -> int:
    code = run.wait()
    sys.stdout.write(f"== {name}\n{log.read_text('utf-8', 'replace')}")
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
