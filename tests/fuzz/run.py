"""Fuzzing for a time: which inputs broke what."""

import hashlib
import random
import signal
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fuzz.mutate import Mutator
from tests.fuzz.targets import Target

MOST_FINDINGS = 20
LEAST = 20


@dataclass
class Outcome:
    """What came of one target: executions, and the inputs that broke it with what they did."""

    executions: int = 0
    slowest: float = 0.0
    findings: list[tuple[str, bytes]] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Count another turn of the same target."""
        self.executions += other.executions
        self.slowest = max(self.slowest, other.slowest)
        self.findings += other.findings


class TooLong(BaseException):
    """Not an Exception: readers may catch those."""


def _stop(*_: object) -> None:
    raise TooLong


signal.signal(signal.SIGVTALRM, _stop)


def fuzz(target: Target, seconds: float, seed: int) -> Outcome:
    """Damage and read for so many seconds, and `LEAST` times however busy the machine is."""
    outcome, until = Outcome(), time.monotonic() + seconds
    mutator = Mutator(target.samples, target.words, random.Random(seed))
    for sample in target.samples:
        outcome.findings += _read(target, sample, outcome)
    while time.monotonic() < until or outcome.executions < LEAST:
        if len(outcome.findings) >= MOST_FINDINGS:
            break
        outcome.findings += _read(target, mutator.next(), outcome)
    return outcome


def _read(target: Target, data: bytes, outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    began = time.thread_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * target.seconds)
    try:
        wrong = "accepted" if target.run(data) else ""
    except (Exception, TooLong):
        wrong = traceback.format_exc(limit=-3)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    taken = time.thread_time() - began
    outcome.executions += 1
    outcome.slowest = max(outcome.slowest, taken)
    if wrong or taken > target.seconds:
        yield wrong or f"took {taken:.1f} s", data


def name_of(data: bytes) -> str:
    """A file name for an input."""
    return hashlib.sha256(data).hexdigest()[:12]
