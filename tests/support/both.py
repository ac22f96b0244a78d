"""Run every test, on SQLite and on PostgreSQL, and those that need a browser beside them.

What asks nothing of the database is done once: half of it here, half of it there. All three run at
a time: much of a test is waiting.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

from tests.support.postgres import Server

SHARES = {"sqlite": "0", "postgresql": "1", "browser": "browser"}
"""What each run is called, and what it does (`tests/conftest.py`)."""
NOTHING_CHOSEN = 5
"""pytest's exit code where no test was asked for."""
ROOT = Path(__file__).parents[2]


def main(args: list[str]) -> int:
    """Start a PostgreSQL, run all, say what each says as it goes. Returns 0 if all went well; a
    run that was killed did not."""
    postgres = Server()
    try:
        environ = {**os.environ, "TEST_POSTGRES_URL": postgres.url("postgres")}
        runs = [Run(name, share, environ, args) for name, share in SHARES.items()]
        codes = [run.finish() for run in runs]
        ran = [code for code in codes if code != NOTHING_CHOSEN]
        return int(any(ran)) if ran else NOTHING_CHOSEN
    finally:
        postgres.stop()


class Run:
    """One run of pytest. Each line it prints begins with the run's name."""

    def __init__(self, name: str, share: str, environ: dict[str, str], args: list[str]):
        database = "postgresql" if name == "postgresql" else "sqlite"
        self.name = name
        self._lines: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "--database", database, f"--share={share}", *args],
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
