"""kill -9 on one worker after the other, at every phase of one piece of work; the last finishes."""

import hashlib
import signal

import pytest
from flask import Flask

from app.delivery.models import OutboxRow
from app.delivery.rules import DEATHS, Lane
from app.evidence.models import Seal
from app.gateways.demo_phone.models import DemoMessage
from tests.processes.crew import PATIENCE, Crew, end_leases
from tests.processes.test_chaos import notices
from tests.processes.whole import assert_concluded_once, assert_nothing_lost_or_repeated, count
from tests.support.signer import Signer

BEGINNING = ("before the claim is committed", "after the claim")
END = ("before the completion is committed", "after the completion")
PHASES = {
    "signing.seal": ("after rendering", "after sealing", "after keeping the file"),
    "sms": ("before the message is sent", "after the text was accepted"),
    "mail": ("before the message is sent", "after the mail was accepted"),
}


@pytest.mark.parametrize("kind", PHASES)
def test_a_death_at_every_phase_after_the_conclusion(signer: Signer, crew: Crew, kind: str) -> None:
    signer.to("identify")
    assert signer.conclude().status_code == 303
    kill_at_each((*BEGINNING, *PHASES[kind], *END), kind, crew)
    crew.finish()
    assert_concluded_once()
    assert_nothing_lost_or_repeated()
    assert_in_hand(signer)


def test_a_death_at_every_phase_of_a_call(signer: Signer, crew: Crew) -> None:
    signer.to("identify")
    assert signer.answer("identify/send", {"channel": "call"}).status_code == 303
    kill_at_each(("before the message is sent", "after the call", *END), "voice", crew)
    crew.finish()
    assert_nothing_lost_or_repeated()


def test_what_kills_every_worker_is_put_aside_and_the_rest_goes_on(app: Flask, crew: Crew) -> None:
    notices(1, Lane.PAPERS)
    for _ in range(DEATHS):
        dead = crew.mortal("before the message is sent", "sms")
        assert dead.wait(PATIENCE) == -signal.SIGKILL
        end_leases()
    notices(1, Lane.ANSWERS)
    crew.finish()
    assert (count(DemoMessage), count(OutboxRow, state="parked")) == (1, 1)
    assert f"{DEATHS} workers died over it" in crew.log.read_text("utf-8")
    retried = crew.script("flask", "--app", "wsgi", "outbox", "retry")
    assert retried.wait(PATIENCE) == 0
    crew.finish()
    assert_nothing_lost_or_repeated()


def kill_at_each(phases: tuple[str, ...], kind: str, crew: Crew) -> None:
    """One worker dies at each phase; only the last one's work is kept."""
    done = count(OutboxRow, kind=kind, state="done")
    for phase in phases:
        assert crew.mortal(phase, kind).wait(PATIENCE) == -signal.SIGKILL, phase
        kept = 1 if phase == "after the completion" else 0
        assert count(OutboxRow, kind=kind, state="done") == done + kept, phase
        if kind == "signing.seal":
            assert count(Seal) == kept, phase
        end_leases()


def assert_in_hand(signer: Signer) -> None:
    """The signer can take the sealed paper home, as it was registered."""
    paper = signer.see("paper.pdf")
    assert paper.status_code == 200
    assert count(Seal, file_hash=hashlib.sha256(paper.data).hexdigest()) == 1
