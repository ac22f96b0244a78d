"""`python -m tests.fuzz [--minutes N] [--only NAME]`: all targets in turns.

Inputs that break one are kept in var/fuzz; the exit code is 1 if there are any.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.run import Outcome, fuzz, name_of
from tests.fuzz.targets import Target, targets

TURN = 20.0
"""Seconds before the next target has its turn."""
KEPT = Path("var/fuzz")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--only", default="")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        every = targets(Path(folder) / "keys")
        chosen = {name: target for name, target in every.items() if given.only in name}
        found = in_turns(chosen, given.minutes * 60, given.seed)
    for name, outcome in found.items():
        inputs, findings = f"{outcome.executions:,} inputs", f"{len(outcome.findings)} findings"
        say(f"{name:24} {inputs:>18}   slowest {outcome.slowest:6.3f} s   {findings}")
    total = sum(outcome.executions for outcome in found.values())
    say(f"{total:,} inputs in {given.minutes:g} minutes, seed {given.seed}")
    return 1 if any(outcome.findings for outcome in found.values()) else 0


def in_turns(chosen: dict[str, Target], seconds: float, seed: int) -> dict[str, Outcome]:
    """What came of each target."""
    found = {name: Outcome() for name in chosen}
    until, turn = time.monotonic() + seconds, min(TURN, seconds / len(chosen))
    while time.monotonic() < until:
        for name, target in chosen.items():
            seed += 1
            outcome = fuzz(target, min(turn, until - time.monotonic()), seed)
            found[name].add(outcome)
            for wrong, data in outcome.findings:
                KEPT.mkdir(parents=True, exist_ok=True)
                (KEPT / name_of(data)).write_bytes(data)
                say(f"== {name}: {KEPT / name_of(data)}\n{wrong}")
    return found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
