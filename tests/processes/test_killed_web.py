"""kill -9 on the web process around the commit of the signature; the phone asks again."""

import http.client
from collections.abc import Iterator

import pytest
from flask import Flask

from app.config import Settings
from app.delivery.models import Message, OutboxRow
from app.identity.models import IdentityCheck
from app.signing.models import Signature
from app.worker import drain
from tests.processes.crew import PATIENCE, Crew
from tests.processes.whole import assert_concluded_once, assert_nothing_lost_or_repeated, count
from tests.support.postgres import free_port
from tests.support.signer import ANSWERS, NUMBER, code_on_phone, register, send
from tests.support.wire import Wire

HERE = f"/agreements/{NUMBER}"


@pytest.fixture
def handset(app: Flask, crew: Crew) -> Iterator[Wire]:
    """A phone in front of a port where nobody listens yet."""
    register()
    send()
    made = Wire(f"http://127.0.0.1:{free_port()}")
    yield made
    made.close()


@pytest.mark.parametrize("when, kept", [("before", 0), ("after", 1)])
def test_a_death_around_the_commit(
    handset: Wire, crew: Crew, settings: Settings, when: str, kept: int
) -> None:
    mortal = crew.web(handset.url, "tests.processes.mortal_web:app", MORTAL=when)
    code = walk_to_the_code(handset, settings)
    form = {"code": code, "idempotency_key": handset.key}
    with pytest.raises((http.client.HTTPException, OSError)):
        handset.post(f"{HERE}/identify", form)
    mortal.terminate()
    mortal.wait(PATIENCE)
    assert (count(Signature), count(IdentityCheck)) == (kept, kept)
    assert count(OutboxRow, kind="signing.seal") == kept
    assert count(Message, text_key="delivery.concluded_mail") == kept
    crew.web(handset.url, "wsgi:app")
    handset.close()
    answer = handset.post(f"{HERE}/identify", form)
    assert (answer.status, answer.headers["Location"]) == (303, f"{HERE}/done")
    assert handset.get(f"{HERE}/done").status == 200
    drain(settings)
    assert_concluded_once()
    assert_nothing_lost_or_repeated()


def walk_to_the_code(handset: Wire, settings: Settings) -> str:
    """Answer every step; the code that arrives."""
    handset.enter()
    for step in ("request", "cautions", "text", "ticks", "sign"):
        handset.get(f"{HERE}/{step}")
        form = {"idempotency_key": handset.key, **ANSWERS[step]}
        assert handset.post(f"{HERE}/{step}", form).status == 303, step
    handset.get(f"{HERE}/identify")
    sent = handset.post(f"{HERE}/identify/send", {"channel": "sms", "idempotency_key": handset.key})
    assert sent.status == 303
    drain(settings)
    handset.get(f"{HERE}/identify")
    return code_on_phone()
