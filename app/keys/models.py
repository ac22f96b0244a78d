"""Table of the register of sealing keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class SealKey(Base):
    """One key of one institution, or its own authority (purpose `authority`), which issues to keys.

    secret: {"pkcs8": base64}, or {"label": …} for a key inside a security module; gone once the
    key is retired. certificates: PEM, the key's own first; empty while it is only requested.
    revoked_at: from this instant on nothing sealed with it counts (the key leaked). warned_at:
    since when its end has been announced.
    """

    __tablename__ = "seal_key"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(id_type())
    purpose: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    secret: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("seal_key.secret"))
    request: Mapped[str] = mapped_column(Text)
    certificates: Mapped[str] = mapped_column(Text, default="")
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_seal_key_active",
            "institution_id",
            "purpose",
            unique=True,
            sqlite_where=text("state = 'ACTIVE'"),
            postgresql_where=text("state = 'ACTIVE'"),
        ),
    )
