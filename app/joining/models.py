"""Tables of joining. No link and no code stands here, only what recognises them again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id

OPEN = text("ended_at IS NULL")


class Invitation(Base):
    """That an institution asks a person of its register to join; one is open at a time.

    way: `mail`, by a link of which only the hash is kept, or `open`, without one. ended_by:
    `claimed`, `replaced` (sent again: the older link is void), `withdrawn` (nothing left to sign).
    """

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[str] = mapped_column(String(4))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    phone: Mapped[str] = mapped_column(String(15))
    made_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(10), default="")

    __table_args__ = (
        Index(
            "ix_invitation_open",
            "institution_id",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )


class Joining(Base):
    """Somebody in one browser on the way to an account (`join`) or a new password (`reset`).

    The cookie's token is kept as a hash only. facts: what was typed, to be shown again. claimant: a
    fingerprint of it, under which codes and tries are counted; person_id, number_id and
    institution_id stay empty when it fits nobody who may go on, which nobody is told.
    """

    __tablename__ = "joining"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(5))
    invitation_id: Mapped[str] = mapped_column(String(36), default="")
    facts: Mapped[dict[str, str] | None] = mapped_column(Encrypted("joining.facts"))
    claimant: Mapped[str] = mapped_column(String(36), default="")
    person_id: Mapped[str] = mapped_column(String(36), default="")
    number_id: Mapped[str] = mapped_column(String(36), default="")
    institution_id: Mapped[str] = mapped_column(String(36), default="")
    check_id: Mapped[str] = mapped_column(String(36), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NumberChange(Base):
    """That a person's number of record is to be another: two people of staff, then a wait.

    States move in `rules.MOVES`. shown: the proof of identity that lay on the counter. old_masked:
    empty where it is the first one.
    """

    __tablename__ = "number_change"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    number_id: Mapped[str] = mapped_column(ForeignKey("number_of_record.id"))
    number: Mapped[str] = mapped_column(Encrypted("number_change.number"))
    old_masked: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Encrypted("number_change.reason"))
    shown: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_force_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        Index(
            "ix_number_change_open",
            "institution_id",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
