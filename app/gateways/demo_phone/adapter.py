"""The adapter: what is sent, called or mailed is kept where `/demo/phone` shows it."""

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.phone import hyphened
from app.db.types import new_id
from app.db.unit import reading, unit
from app.gateways.demo_phone.models import DemoMessage
from app.gateways.sms import Kind, Receipt
from app.gateways.voice import Outcome, ReadOut, Tell, speech


class DemoPhone:
    """Answers every port at once; a message id that came before changes nothing."""

    def send(self, msg_id: str, to: str, text: str, kind: Kind, ttl_s: int) -> Receipt:
        """Show a text message, and its code apart."""
        code = re.search(r"(?<!\d)\d{6}(?!\d)", text) if kind == "otp" else None
        return Receipt(_keep(msg_id, "sms", hyphened(to), text, code and code[0]), delivered=True)

    def place(
        self, call_id: str, to: str, script: ReadOut, tell: Tell, ring_s: int = 30, max_s: int = 60
    ) -> Outcome:
        """Ring, be answered at once, listen to the end."""
        tell("ringing")
        tell("answered")
        _keep(call_id, "voice", hyphened(to), speech.words(script), script.code, script.amount)
        return "announced"

    def post(self, msg_id: str, to: str, subject: str, text: str) -> str:
        """Show a mail."""
        return _keep(msg_id, "mail", to, f"{subject}\n\n{text}")


def _keep(
    msg_id: str,
    channel: str,
    to: str,
    text: str,
    code: str | None = None,
    amount: int | None = None,
) -> str:
    try:
        with unit() as u:
            row = DemoMessage(
                id=new_id(),
                msg_id=msg_id,
                at=u.now,
                channel=channel,
                to=to,
                text=text,
                code=code,
                amount=amount,
            )
            u.session.add(row)
        return row.id
    except IntegrityError:
        with reading() as session:
            return session.scalars(select(DemoMessage.id).where(DemoMessage.msg_id == msg_id)).one()
