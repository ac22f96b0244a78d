"""What became of looking."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UtcDateTime, id_type, new_id


class ChainCheck(Base):
    """One walk over every audit chain and anchor: when, and how many faults it found."""

    __tablename__ = "chain_check"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    faults: Mapped[int]
