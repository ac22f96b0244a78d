"""What arrived on the demo phone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.gateways.demo_phone.models import DemoMessage
from app.gateways.voice import ReadOut, speech

SHOWN = 100


def newest(session: Session) -> list[DemoMessage]:
    """The last hundred messages and calls, newest first."""
    query = select(DemoMessage).order_by(DemoMessage.at.desc(), DemoMessage.id.desc()).limit(SHOWN)
    return list(session.scalars(query))


def recording(session: Session, message_id: str) -> bytes | None:
    """What a call said, as a WAV file put together in memory; None if there is no such call."""
    row = session.get(DemoMessage, message_id)
    if row is None or row.code is None or row.amount is None:
        return None
    return speech.wav(speech.sounds(ReadOut("", row.amount, row.code)))
