"""The registry of sealed papers: what we know of a file that the file alone cannot say."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UtcDateTime, id_type, new_id


class Seal(Base):
    """One sealed revision of one document. `file_hash` is the 파일 확인값 (SHA-256, hex).

    level: `B-T` (seal and its timestamp) or `B-LTA` (with what its validation needs, under a
    document timestamp). renew_by: when the next revision must be made, on the newest one only.
    """

    __tablename__ = "seal"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(id_type())
    revision: Mapped[int]
    level: Mapped[str] = mapped_column(String(10))
    store_key: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    stamped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    authority: Mapped[str] = mapped_column(String(120))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renew_by: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (UniqueConstraint("document_id", "revision"),)
