"""Tables of the operation."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UtcDateTime, id_type, new_id


class Maintenance(Base):
    """A stretch of time in which people may read and nobody changes anything.

    until: when it is expected to end, told to whoever meets it; `ended_at` is when it did.
    """

    __tablename__ = "maintenance"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
