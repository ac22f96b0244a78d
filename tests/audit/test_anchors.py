"""The daily anchors: what the chains alone cannot tell is found, an anchor's own loss too."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app import upkeep
from app.audit.actions import forget_person
from app.audit.anchors import anchor_faults, drop_anchor, proof
from app.audit.models import Anchor, AnchoredHead, AuditHead
from app.audit.queries import faults
from app.core.chain import End, leaf
from app.core.merkle import included
from app.db.unit import reading, unit
from app.worker import drain
from tests.conftest import Clock
from tests.support.signer import Signer, register, send

AGREEMENT = "subject LIKE 'agreement:%'"


@pytest.fixture
def person(app: Flask, settings: Any) -> str:
    """Two anchors: one before an agreement was walked to its end, one after."""
    person_id = register()
    send()
    anchor()
    Signer(app, settings).enter().to("identify").conclude()
    anchor()
    return person_id


def anchor() -> Anchor:
    with unit() as u:
        return drop_anchor(u)


def check() -> list[str]:
    with reading() as session:
        found = [*faults(session), *anchor_faults(session)]
    return [f"{fault.subject} #{fault.seq}: {fault.problem}" for fault in found]


def tamper(*statements: str) -> None:
    with unit() as u:
        for statement in statements:
            u.session.execute(text(statement))


def test_only_what_grew_is_anchored_again(app: Flask, person: str) -> None:
    with reading() as session:
        chains = session.scalar(select(func.count()).select_from(AuditHead))
        sizes = list(session.scalars(select(Anchor.size).order_by(Anchor.number)))
    assert 0 < sizes[1] <= (chains or 0)
    assert anchor().size == 0
    assert check() == []


def test_every_anchored_end_is_proved(app: Flask, person: str) -> None:
    with reading() as session:
        heads = list(session.scalars(select(AnchoredHead)))
        for head in heads:
            found = proof(session, head.subject, head.seq)
            assert found
            it, place, path = found
            root = bytes.fromhex(it.root)
            mine = leaf(End(head.subject, head.seq, head.hash))
            assert included(mine, place, it.size, path, root)
            other = leaf(End(head.subject, head.seq + 1, head.hash))
            assert not included(other, place, it.size, path, root)
        assert proof(session, "agreement:none", 1) is None
    assert heads


def test_a_tail_cut_off_together_with_its_head_is_found(app: Flask, person: str) -> None:
    with reading() as session:
        where = AuditHead.subject.startswith("agreement:")
        end = session.scalars(select(AuditHead).where(where)).one()
    tamper(
        f"DELETE FROM audit_entry WHERE seq > 5 AND {AGREEMENT}",
        "UPDATE audit_head SET seq = 5, hash = (SELECT e.hash FROM audit_entry e WHERE"
        f" e.subject = audit_head.subject AND e.seq = 5) WHERE {AGREEMENT}",
    )
    assert check() == [f"{end.subject} #{end.seq}: not what anchor 2 holds"]


def test_a_chain_deleted_without_a_trace_is_found(app: Flask, person: str) -> None:
    tamper(
        f"DELETE FROM audit_entry WHERE {AGREEMENT}", f"DELETE FROM audit_head WHERE {AGREEMENT}"
    )
    said = [line.partition(": ")[2] for line in check()]
    assert said == ["not what anchor 1 holds", "not what anchor 2 holds"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_anchor SET size = 99 WHERE number = 2", "anchor #2: edited"),
        ("DELETE FROM audit_anchor WHERE number = 1", "anchor #1: missing or out of order"),
        ("DELETE FROM audit_anchor WHERE number = 2", "anchor #2: missing or out of order"),
        ("DELETE FROM audit_anchored_head WHERE anchor = 2", "anchor #2: edited"),
        ("UPDATE audit_anchored_head SET seq = 77 WHERE anchor = 1", "anchor #1: edited"),
    ],
)
def test_a_tampered_anchor_is_found(app: Flask, person: str, statement: str, said: str) -> None:
    tamper(statement)
    assert check() == [said]


def test_erasing_a_person_leaves_the_anchors_whole(app: Flask, person: str) -> None:
    with unit() as u:
        forget_person(u, person)
    assert check() == []


def test_the_night_drops_one_anchor_and_catches_up_once(
    app: Flask, settings: Any, clock: Clock
) -> None:
    register()
    with unit() as u:
        upkeep.plan(u)
    clock.move(timedelta(days=3))
    drain(settings)
    drain(settings)
    with reading() as session:
        assert list(session.scalars(select(Anchor.number))) == [1]
