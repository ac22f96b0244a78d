"""Tables of the editions: an institution's own versions of the shipped paper templates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UtcDateTime, id_type, new_id

_OPEN = text("state IN ('DRAFT', 'ASKED')")


class Edition(Base):
    """One version of one template at one institution; its states and moves: `rules.MOVES`.

    base: the shipped version whose data fields and forbidden words it keeps. content: the clauses
    (`clauses.Content`), and content_hash what they come to; neither changes once it is published.
    reason: why it was last sent back. drafted_by, asked_by, published_by: accounts.
    """

    __tablename__ = "edition"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    template_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    base: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    effective_from: Mapped[date | None]
    drafted_by: Mapped[str] = mapped_column(id_type())
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str | None] = mapped_column(id_type())
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    published_by: Mapped[str | None] = mapped_column(id_type())
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("institution_id", "template_id", "version"),
        Index(
            "ix_edition_open",
            "institution_id",
            "template_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )


class EditionHand(Base):
    """That a person had a hand in an edition: drafted it, changed it, or asked for publication."""

    __tablename__ = "edition_hand"

    edition_id: Mapped[str] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(id_type())
    at: Mapped[datetime] = mapped_column(UtcDateTime)
