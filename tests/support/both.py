"""Run every test, on SQLite and on PostgreSQL side by side: one browser and one server each.

What is the same on both is done once: half of it here, half of it there.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

from tests.support.postgres import Server

DATABASES = ("sqlite", "postgresql")
ROOT = Path(__file__).parents[2]


def main(args: list[str]) -> int:
    """Start a PostgreSQL, run both, say what each says as it goes. Returns the worse exit code."""
    postgres = Server()
    try:
        environ = {**os.environ, "TEST_POSTGRES_URL": postgres.url("postgres")}
        runs = [Run(name, half, environ, args) for half, name in enumerate(DATABASES)]
        return max(run.finish() for run in runs)
    finally:
        postgres.stop()


class Run:
    """The tests on one database. Each line it prints begins with the database's name."""

    def __init__(self, name: str, half: int, environ: dict[str, str], args: list[str]):
        self.name = name
        self._lines: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "--database", name, f"--half={half}", *args],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._teller = Thread(target=self._tell)
        self._teller.start()

    def finish(self) -> int:
        """Wait for the end, say the closing line once more, return the exit code."""
        self._teller.join()
        code = self._process.wait()
        say(f"{self.name}: exit code {code}: {self._lines[-1].strip() if self._lines else ''}")
        return code

    def _tell(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.append(line)
            say(f"{self.name:10} | {line.rstrip()}")


def say(line: str) -> None:
    """One whole line, at once, whoever else is talking."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
