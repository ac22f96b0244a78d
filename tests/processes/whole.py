"""What must hold when everything is over, whoever died on the way."""

from collections import Counter
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.db.unit import reading
from app.delivery.models import Message, OutboxRow
from app.evidence import registry
from app.evidence.models import Seal
from app.gateways.demo_phone.models import DemoMessage
from app.signing.models import Signature
from tests.processes.crew import left

ENDS = {"sms": {"delivered"}, "mail": {"sent"}, "voice": {"read"}}


def count(model: type[Any], **where: Any) -> int:
    """How many rows."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def assert_concluded_once() -> None:
    """One signature, one registered paper that is kept as registered, one record of it."""
    assert count(Signature) == 1
    with reading() as session:
        seal = session.scalars(select(Seal)).one()
    assert sha256(registry.store().get(seal.store_key)).hexdigest() == seal.file_hash
    assert count(AuditEntry, action="signing:paper:sealed") == 1
    assert count(OutboxRow, kind="signing.seal", state="done") == 1


def assert_nothing_lost_or_repeated() -> None:
    """Every message asked for is on the demo phone once; all work is done; the chains hold."""
    with reading() as session:
        asked = list(session.execute(select(Message.key, Message.channel, Message.state)))
        arrived = Counter(session.scalars(select(DemoMessage.msg_id)))
        texts = Counter((m.to, m.channel, m.text) for m in session.scalars(select(DemoMessage)))
        assert list(faults(session)) == []
    assert arrived == {key: 1 for key, _, _ in asked}
    assert set(texts.values()) == {1}
    open_ = [tuple(row) for row in asked if row.state not in ENDS[row.channel]]
    assert open_ == []
    assert left() == count(OutboxRow, state="running") == count(OutboxRow, state="dead") == 0
