"""Watches over the parts of one machine: starts them, ends all when one ends or a signal comes.

A program by itself that needs the standard library alone: what prepares the house (database,
fonts, demo papers) takes a hundred megabytes, and turns into this when it is done.
"""

import json
import os
import signal
import subprocess
import sys
import time

PATIENCE = 10
"""Seconds the parts may take to finish what they are at before they are killed."""


def watch(commands: list[list[str]]) -> int:
    """Run the parts until a signal comes or one of them dies. Returns the exit code."""
    parts = [_started(line) for line in commands]
    told: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda number, _: told.append(number))
    while not told and all(part.poll() is None for part in parts):
        time.sleep(0.2)
    _stop(parts)
    return max(_ended(part) for part in parts)


def _started(line: list[str]) -> subprocess.Popen[bytes]:
    """A part in a session of its own: Ctrl-C reaches it once, through us (twice can hang it)."""
    return subprocess.Popen(line, start_new_session=True)


def _stop(parts: list[subprocess.Popen[bytes]]) -> None:
    """Once: a second signal kills a part that is just putting things in order."""
    for part in parts:
        if part.poll() is None:
            part.terminate()


def _ended(part: subprocess.Popen[bytes]) -> int:
    """Its exit code; a part that does not end in time is killed with all its processes."""
    try:
        return abs(part.wait(PATIENCE))
    except subprocess.TimeoutExpired:
        os.killpg(part.pid, signal.SIGKILL)
        return abs(part.wait())


if __name__ == "__main__":
    sys.exit(watch(json.loads(sys.argv[1])))
