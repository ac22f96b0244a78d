"""Appending to the chain, and erasing one person's data from it."""

import base64
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, select, text

from app.audit.models import PersonKey
from app.audit.rules import Link, link_hash
from app.audit.trail import Trail
from app.core import whence
from app.core.events import Event
from app.core.request_id import current as current_request_id
from app.db.unit import Unit

_KEY = select(PersonKey.key).where(PersonKey.person_id == bindparam("person_id"))
_MADE = text(
    "INSERT INTO person_key (person_id, key) VALUES (:person_id, :key)"
    " ON CONFLICT (person_id) DO NOTHING"
).bindparams(bindparam("key", type_=PersonKey.key.type))


def record(u: Unit, event: Event) -> None:
    """Append the event to its subject's chain, in the same transaction, and where it came from:
    the device with its facts, a person's network address with what is personal (decision 40).
    """
    device, address = whence.current()
    trail = u.collector(Trail)
    head = trail.head(u.session, event.subject)
    link = Link(
        subject=event.subject,
        seq=head.seq + 1,
        institution_id=event.institution_id,
        at=u.now,
        action=event.type,
        actor=f"{event.actor.kind}:{event.actor.id}".rstrip(":"),
        request_id=current_request_id(),
        facts={**event.facts, "device": device} if device else dict(event.facts),
        person_id=event.person_id,
        personal=_seal_personal(u, event, address),
        previous_hash=head.hash,
    )
    trail.append(link, link_hash(link))


def forget_person(u: Unit, person_id: str) -> None:
    """Destroy the person's key: what the chains hold about them can never be read again."""
    u.session.execute(delete(PersonKey).where(PersonKey.person_id == person_id))


def _seal_personal(u: Unit, event: Event, address: str) -> bytes:
    known = {**event.personal, **({"address": address} if address and event.person_id else {})}
    if not known:
        return b""
    nonce = os.urandom(12)
    plain = json.dumps(known, ensure_ascii=False, sort_keys=True).encode()
    key = base64.b64decode(_person_key(u, event.person_id))
    return nonce + AESGCM(key).encrypt(nonce, plain, event.person_id.encode())


def _person_key(u: Unit, person_id: str) -> str:
    given = {"person_id": person_id}
    found = u.session.scalar(_KEY, given)
    if found is None:  # two acts of a person may be the first at once: the key is the one kept
        fresh = base64.b64encode(os.urandom(32)).decode()
        u.session.execute(_MADE, {**given, "key": fresh})
        found = u.session.scalar(_KEY, given)
    return str(found)
