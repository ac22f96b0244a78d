"""The watch over the parts: all end together, each is asked once."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.serve import WATCH
from app.watch import watch

PART = """
import pathlib, signal, sys, time
heard = []
signal.signal(15, lambda *_: heard.append(1))
pathlib.Path(sys.argv[1]).write_text("up")
while not heard:
    time.sleep(0.01)
time.sleep(float(sys.argv[2]))
pathlib.Path(sys.argv[1]).write_text(str(len(heard)))
"""


def part(heard: Path, seconds: float) -> list[str]:
    """A part that takes so long to end, and keeps how often it was asked to."""
    return [sys.executable, "-c", PART, str(heard), str(seconds)]


def test_each_part_is_asked_once_to_end(tmp_path: Path) -> None:
    quick, slow = tmp_path / "quick", tmp_path / "slow"
    parts = json.dumps([part(quick, 0), part(slow, 1)])
    process = subprocess.Popen([sys.executable, str(WATCH), parts])
    while not all(heard.exists() and heard.read_text() == "up" for heard in (quick, slow)):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert (quick.read_text(), slow.read_text()) == ("1", "1")


def test_when_one_dies_the_others_are_ended_and_it_shows(tmp_path: Path) -> None:
    dies = [sys.executable, "-c", "raise SystemExit(3)"]
    before = {number: signal.getsignal(number) for number in (1, 2, 15)}
    try:
        assert watch([dies, part(tmp_path / "heard", 0)]) != 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
