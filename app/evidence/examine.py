"""Looking into a stranger's file in a process of its own: `python -m app.evidence.examine TRUST`.

The file comes in on standard input, the report goes out as JSON. Whatever the file is made to do to
a parser, it does it here, with little time and memory and nothing worth having (decision 54).
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS, MEMORY = 10, 1 << 30
"""What one file may cost: CPU seconds, and bytes of address space."""
HOUSE = Path(__file__).parents[2]
"""Where `app` is to be found, from wherever the command was given."""
WALL = 20
"""Seconds after which an examination is ended however busy the machine is."""


def examine(pdf: bytes, trust: Path, *, patience: int = 1) -> dict[str, Any] | None:
    """The report on a file (`command.in_json`), or None where it cost more than it may.

    patience: how many times longer than on the web it may take where nobody else waits. Raises
    ValueError when the trusted roots cannot be read.
    """
    line = [sys.executable, "-m", "app.evidence.examine", str(trust.resolve())]
    try:
        done = subprocess.run(  # noqa: S603
            line, input=pdf, capture_output=True, timeout=WALL * patience, env={}, cwd=HOUSE
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == 2:
        raise ValueError("no trusted roots")
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(trust: str) -> int:
    from app.evidence.bundles.report import report_on
    from app.evidence.command import in_json
    from app.evidence.keys import trust_bundle

    try:
        roots = trust_bundle(Path(trust))
    except OSError:
        return 2
    content = sys.stdin.buffer.read()
    _limit()
    try:
        report = report_on(content, roots)
    except ValueError:
        return 2
    except MemoryError:
        return 3
    sys.stdout.write(in_json(report))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
