"""A worker that was frozen past its lease wakes up: what it did late must not count."""

import signal

import pytest

from tests.processes.crew import Crew, Process, end_leases, wait_until
from tests.processes.whole import assert_concluded_once, assert_nothing_lost_or_repeated
from tests.support.signer import Signer


@pytest.mark.parametrize(
    "kind, point",
    [("signing.seal", "after keeping the file"), ("sms", "after the text was accepted")],
)
def test_a_frozen_worker_is_fenced_out(signer: Signer, crew: Crew, kind: str, point: str) -> None:
    signer.to("identify")
    assert signer.conclude().status_code == 303
    zombie = crew.mortal(point, kind, "SIGSTOP")
    wait_until(lambda: frozen(zombie), crew.log)
    end_leases()
    crew.finish()
    zombie.send_signal(signal.SIGCONT)
    wait_until(lambda: f"lease lost: {kind}" in crew.log.read_text("utf-8"), crew.log)
    assert_concluded_once()
    assert_nothing_lost_or_repeated()


def frozen(process: Process) -> bool:
    """Whether the kernel says it is stopped."""
    with open(f"/proc/{process.pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "T"
