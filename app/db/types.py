"""Column types: UTC instants, sealed values, time-ordered ids."""

import json
import os
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.keyring import KeyRing

_ring: KeyRing | None = None


def use_ring(ring: KeyRing) -> None:
    """Seal and open values with this ring from now on."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    """The key ring in use; raises RuntimeError before the wiring has set one."""
    if _ring is None:
        raise RuntimeError("no key ring is configured")
    return _ring


_turn = threading.Lock()
_latest = (0, 0)


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text: unguessable tail, in this process ordered as it is made."""
    global _latest
    stamp, tail = time.time_ns() // 1_000_000, int.from_bytes(os.urandom(9), "big")
    with _turn:
        if stamp <= _latest[0]:  # the same millisecond: go on from the one before
            stamp, tail = _latest[0], _latest[1] + 1 + tail % 2**32
        _latest = (stamp, tail)
    high, low = divmod(tail, 2**62)
    return str(uuid.UUID(int=stamp << 80 | 0x7 << 76 | high % 2**12 << 64 | 0x2 << 62 | low))


def first_id(at: datetime) -> str:
    """Sorts before every id made at that instant or later, and behind every earlier one."""
    stamp = f"{int(at.timestamp() * 1000):012x}"
    return f"{stamp[:8]}-{stamp[8:]}"


def id_type() -> String:
    """The column type of an id made by `new_id`."""
    return String(36)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; naive values are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Encrypted(TypeDecorator[Any]):
    """A JSON value sealed at rest under the key ring; `context` names the column it belongs to."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str):
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return ring().seal(plain, self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(ring().open(value, self.context))
