"""What readers of a guide tell us."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class GuideFeedback(Base):
    """A satisfaction vote (`yes`, `no`) or a reported mistake about one guide page."""

    __tablename__ = "guide_feedback"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    page: Mapped[str] = mapped_column(String(40))
    vote: Mapped[str] = mapped_column(String(3))
    report: Mapped[str] = mapped_column(Encrypted("guide_feedback.report"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
