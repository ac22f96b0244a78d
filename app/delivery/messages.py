"""Asking for a message: the evidence row and the work for the worker, in the caller's transaction.

Texts are Korean whatever language the page speaks. A `dedup_key` that came before sends nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.core.phone import masked
from app.core.text import SMS_LIMIT, sms_bytes
from app.core.texts import speaking, t
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.models import Message
from app.delivery.rules import Lane
from app.delivery.templates import compose

Params = Mapping[str, object]

NOWHERE = "nowhere"
"""The channel of a code that nobody gets (`identity.sending.send_unseen`)."""

_off: frozenset[str] = frozenset()


def use_without(channels: frozenset[str]) -> None:
    """Take up nothing on these channels from now on (wiring): they have no adapter."""
    global _off
    _off = channels


def send_text(
    u: Unit,
    to: str,
    text_key: str,
    params: Params,
    dedup_key: str,
    lane: Lane,
    *,
    subject: str = "",
    institution_id: str = "",
) -> bool:
    """Send a notice to the number `to` (digits). False when the key is known already."""
    payload = {"to": to, "text": compose(text_key, params), "kind": "notice"}
    row = _row(u, "sms", masked(to), text_key, dedup_key, subject, institution_id)
    return _put(u, row, payload, lane)


def send_code(
    u: Unit,
    to: str,
    params: Params,
    dedup_key: str,
    not_after: datetime,
    *,
    host: str = "",
    text: str = "delivery.otp",
    subject: str = "",
    institution_id: str = "",
) -> bool:
    """Send a code; with `host` in the form browsers fill in themselves, if there is room.

    params: institution, code, purpose, amount (in words). Worthless, so never sent, after
    `not_after`.
    """
    words = _bound(compose(text, params), host, str(params["code"]))
    row = _row(u, "sms", masked(to), text, dedup_key, subject, institution_id)
    payload = {"to": to, "text": words, "kind": "otp"}
    return _put(u, row, payload, Lane.CODES, not_after)


def send_nowhere(u: Unit, dedup_key: str, not_after: datetime, *, subject: str) -> bool:
    """Write what a code's message writes and send nothing, so that nobody can tell by the time."""
    row = _row(u, NOWHERE, "", NOWHERE, dedup_key, subject, "")
    row.state = "expired"
    return _put(u, row, {"to": "", "text": " " * 60, "kind": "otp"}, Lane.CODES, not_after)


def call(
    u: Unit,
    to: str,
    script: Params,
    dedup_key: str,
    not_after: datetime,
    *,
    subject: str = "",
    institution_id: str = "",
) -> bool:
    """Call a number and read a code out. script: institution, amount (won), code."""
    row = _row(u, "voice", masked(to), "delivery.voice.script", dedup_key, subject, institution_id)
    return _put(u, row, {"to": to, "script": dict(script)}, Lane.CODES, not_after)


def send_mail(
    u: Unit,
    to: str,
    text_key: str,
    params: Params,
    dedup_key: str,
    lane: Lane,
    *,
    subject: str = "",
    institution_id: str = "",
) -> bool:
    """Send a mail whose subject and body stand under `<text_key>.subject` and `.body`."""
    with speaking("ko"):
        head, body = t(f"{text_key}.subject", **params), t(f"{text_key}.body", **params)
    row = _row(u, "mail", masked_mail(to), text_key, dedup_key, subject, institution_id)
    return _put(u, row, {"to": to, "subject": head, "text": body}, lane)


def given_up(u: Unit, key: str) -> None:
    """Note that the message of this key, if there is one, will never leave."""
    never = update(Message).where(Message.key == key)
    u.session.execute(never.values(state="failed", reason="dropped", at=u.now))


def _bound(text: str, host: str, code: str) -> str:
    with speaking("ko"):
        longer = f"{text}\n{t('delivery.otp_bound', host=host, code=code)}"
    return longer if host and sms_bytes(longer) <= SMS_LIMIT else text


def _row(
    u: Unit,
    channel: str,
    to_masked: str,
    text_key: str,
    key: str,
    subject: str,
    institution_id: str,
) -> Message:
    return Message(
        id=new_id(),
        key=key,
        channel=channel,
        to_masked=to_masked,
        text_key=text_key,
        subject=subject or f"message:{key}"[:80],
        institution_id=institution_id,
        created_at=u.now,
        at=u.now,
    )


def _put(
    u: Unit,
    row: Message,
    payload: dict[str, Any],
    lane: Lane,
    not_after: datetime | None = None,
) -> bool:
    if row.channel in _off:
        return _left(u, row)
    fresh = outbox.put(u, row.channel, row.key, payload, lane=lane, not_after=not_after)
    if fresh:
        u.session.add(row)
        u.session.flush()
    return fresh


def _left(u: Unit, row: Message) -> bool:
    """Keep that nobody was told, since the channel is switched off; nothing waits for a worker."""
    if u.session.scalar(select(Message.id).where(Message.key == row.key)):
        return False
    row.state, row.reason = "off", "off"
    u.session.add(row)
    u.session.flush()
    return True


def masked_mail(address: str) -> str:
    """What may be shown of a mail address: `g***@demo.example`."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"[:60]
