"""The chain of a real journey: what was done to it in the database is found by the command."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.audit.actions import forget_person
from app.audit.models import AuditEntry
from app.audit.queries import faults, personal
from app.config import Settings
from app.core.events import Actor, Event
from app.db.unit import reading, unit
from app.worker import drain
from tests.support.signer import Signer, register, send

JOURNEY = [
    "agreements:request:released",
    "signing:request:recorded",
    "signing:caution:recorded",
    "signing:text:recorded",
    "signing:ticks:recorded",
    "signing:agreement:executed",
    "identity:code:requested",
    "identity:code:tried",
    "identity:code:accepted",
    "signing:document:signed",
    "signing:document:concluded",
    "agreements:request:completed",
]


@pytest.fixture
def concluded(app: Flask, settings: Any) -> Signer:
    """One agreement, walked to its end."""
    register()
    send()
    signer = Signer(app, settings).enter().to("identify")
    signer.conclude()
    return signer


def entries() -> list[AuditEntry]:
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.subject.startswith("agreement:"))
        return list(session.scalars(query.order_by(AuditEntry.seq)))


def check(app: Flask) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["audit", "check"])
    return done.exit_code, done.output


def tamper(statement: str) -> None:
    with unit() as u:
        u.session.execute(text(statement))


def test_every_act_stands_in_the_chain_in_order(concluded: Signer) -> None:
    actions = [entry.action for entry in entries()]
    positions = [actions.index(action) for action in JOURNEY]
    assert positions == sorted(positions)
    assert entries()[1].actor.startswith("person:")
    assert entries()[1].request_id.startswith("E-")


def test_what_the_worker_does_stands_under_the_request_that_asked_for_it(
    app: Flask, settings: Settings
) -> None:
    register()
    send()
    signer = Signer(app, settings).enter().to("identify")
    asked = signer.conclude().headers["X-Request-Id"]
    drain(settings)
    sealed = next(entry for entry in entries() if entry.action == "signing:paper:sealed")
    assert sealed.actor == "system" and sealed.request_id == asked


def test_an_untouched_chain_passes(app: Flask, concluded: Signer) -> None:
    assert check(app) == (0, "0 faults\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET actor = 'staff:x' WHERE seq = 3 AND subject LIKE 'agr%'", "#3"),
        ("DELETE FROM audit_entry WHERE seq = 4 AND subject LIKE 'agr%'", "#4"),
        ("UPDATE audit_entry SET seq = 99 WHERE seq = 2 AND subject LIKE 'agr%'", "#2"),
        ("DELETE FROM audit_entry WHERE seq > 5 AND subject LIKE 'agr%'", "cut off"),
        ("DELETE FROM audit_entry WHERE subject LIKE 'agr%'", "cut off"),
        ("DELETE FROM audit_head WHERE subject LIKE 'agr%'", "cut off"),
    ],
)
def test_tampering_is_found(app: Flask, concluded: Signer, statement: str, said: str) -> None:
    tamper(statement)
    code, output = check(app)
    assert code == 1
    assert said in output
    assert "1 faults" in output


def test_erasing_a_person_leaves_the_chain_whole(app: Flask, settings: Any) -> None:
    person_id = register()
    send()
    Signer(app, settings).enter().answer("decline", {"reason": "비밀스러운 까닭"})
    declined = next(e for e in entries() if e.action == "agreements:request:declined")
    with reading() as session:
        told = personal(session, declined)
        assert told == {"reason": "비밀스러운 까닭", "address": "192.0.2.1"}
    with unit() as u:
        forget_person(u, person_id)
    with reading() as session:
        assert personal(session, declined) is None
        assert list(faults(session)) == []


def test_where_a_person_acted_stands_in_the_chain_and_can_be_erased(concluded: Signer) -> None:
    signed = next(e for e in entries() if e.action == "signing:document:signed")
    assert signed.facts["device"] == "Web"
    assert "192.0.2.1" not in str(signed.facts)
    with reading() as session:
        assert personal(session, signed) == {"address": "192.0.2.1"}


def test_what_nobody_asked_for_comes_from_nowhere(concluded: Signer, settings: Settings) -> None:
    drain(settings)
    released, sealed = entries()[0], entries()[-1]
    assert (released.action, sealed.action) == (
        "agreements:request:released",
        "signing:paper:sealed",
    )
    assert "device" not in released.facts | sealed.facts
    assert released.personal == sealed.personal == b""


def test_the_first_acts_of_one_person_at_once_share_a_key(app: Flask) -> None:
    """Each in a chain of its own, so that nothing makes one wait for the other."""
    whose = register()

    def act(number: int) -> None:
        with unit() as u:
            event = Event("test:thing:done", f"test:{number}", "", Actor("person", whose))
            u.emit(replace(event, person_id=whose, personal={"said": number}))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(act, range(8)))
    with reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "test:thing:done"))
        assert sorted(personal(session, row)["said"] for row in rows) == list(range(8))
