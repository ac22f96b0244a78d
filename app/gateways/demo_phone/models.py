"""The table behind the demo phone; it stays empty in production."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class DemoMessage(Base):
    """Something that arrived: a text message, a call or a mail. `amount` is what a call speaks."""

    __tablename__ = "demo_message"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    msg_id: Mapped[str] = mapped_column(String(160), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    channel: Mapped[str] = mapped_column(String(10))
    to: Mapped[str] = mapped_column(Encrypted("demo_message.to"))
    text: Mapped[str] = mapped_column(Encrypted("demo_message.text"))
    code: Mapped[str | None] = mapped_column(Encrypted("demo_message.code"))
    amount: Mapped[int | None] = mapped_column(Encrypted("demo_message.amount"))
