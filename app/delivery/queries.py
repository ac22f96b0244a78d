"""How a message went."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.delivery.models import Message, OutboxRow


@dataclass(frozen=True)
class Progress:
    """The state of a message (see `Message`), why it failed, and when a call was answered."""

    state: str
    reason: str = ""
    answered_at: datetime | None = None


def progress(session: Session, key: str) -> Progress | None:
    """How the message with that key went so far, or None if there is none.

    Work that was given up or came too late shows as `failed` or `expired`.
    """
    query = (
        select(Message, OutboxRow.state)
        .outerjoin(OutboxRow, OutboxRow.dedup_key == Message.key)
        .where(Message.key == key)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    message, work = found
    given_up = {"dead": "failed", "parked": "failed", "expired": "expired"}.get(work or "")
    state = given_up if given_up and message.state in ("queued", "ringing") else message.state
    return Progress(state, message.reason, message.answered_at)


def message_of(session: Session, key: str) -> Message | None:
    """The evidence row of the message with that key, if there is one."""
    return session.scalar(select(Message).where(Message.key == key))
