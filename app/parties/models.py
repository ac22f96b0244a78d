"""Tables of the register."""

from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class Institution(Base):
    """A public guarantee institution (보증기관). `short_name` opens its text messages."""

    __tablename__ = "institution"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(15))


class Branch(Base):
    """A branch office (지점): whom a signer can call. `mail`: the office's own, told what ends.

    A closed one takes nothing new and nobody; what it has sent goes on under its name.
    """

    __tablename__ = "branch"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(15))
    mail: Mapped[str | None] = mapped_column(String(120))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("institution_id", "name"),)


class Person(Base):
    """A natural person. The resident registration number is kept only where a law allows it.

    birth_date: `YYYY-MM-DD`; born_hash finds somebody by name and birth date together.
    """

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40))
    rrn: Mapped[str | None] = mapped_column(Encrypted("person.rrn"))
    rrn_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    mail: Mapped[str | None] = mapped_column(Encrypted("person.mail"))
    birth_date: Mapped[str | None] = mapped_column(Encrypted("person.birth_date"))
    born_hash: Mapped[str | None] = mapped_column(String(64), index=True)


class Firm(Base):
    """A business (업체): SOLE a sole proprietor's, CORPORATION a legal person."""

    __tablename__ = "firm"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    business_number: Mapped[str] = mapped_column(String(10), unique=True)
    corporate_number: Mapped[str | None] = mapped_column(String(13))

    # Found by how its name begins, whatever the database's own order of letters is.
    __table_args__ = (Index("ix_firm_name", "name", postgresql_ops={"name": "text_pattern_ops"}),)


class Representation(Base):
    """That a person stands for a firm in a role from a day on; `until` is inclusive."""

    __tablename__ = "representation"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    firm_id: Mapped[str] = mapped_column(ForeignKey("firm.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    until: Mapped[date | None]


UNCONFIRMED = datetime(9999, 12, 31, tzinfo=UTC)
"""A number rests until then while no second person has looked at it."""


class NumberOfRecord(Base):
    """A person's telephone number as an institution has it on file; codes go nowhere else.

    resting_until: it is being replaced, and who holds the telephone may not be its owner, or it is
    UNCONFIRMED: until then no code goes there.
    """

    __tablename__ = "number_of_record"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str] = mapped_column(Encrypted("number_of_record.number"))
    number_hash: Mapped[str] = mapped_column(String(64), index=True)
    position: Mapped[int] = mapped_column(default=1)
    resting_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("institution_id", "person_id", "number_hash"),)

    def rests(self, now: datetime) -> bool:
        """Whether no code may go there now."""
        return self.resting_until is not None and now < self.resting_until


class Policy(Base):
    """What an institution decided of one thing (`policies.CATALOGUE`), in force from a day on.

    Never changed: a later row takes its place. decided_by: the account.
    """

    __tablename__ = "policy"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    key: Mapped[str] = mapped_column(String(40))
    value: Mapped[int] = mapped_column(BigInteger)
    effective_from: Mapped[date]
    decided_by: Mapped[str] = mapped_column(id_type())
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "institution_id", "key", "effective_from"),)


class SenderNumber(Base):
    """A number (발신번호) the institution's calls and texts may come from (전기통신사업법 84조의2).

    proof: which 통신서비스 이용증명원 was seen. States move in `senders.MOVES`; asked_by and
    decided_by are two people.
    """

    __tablename__ = "sender_number"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))
    number: Mapped[str] = mapped_column(String(15))
    proof: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[str] = mapped_column(id_type())
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_by: Mapped[str] = mapped_column(String(36), default="")
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_sender_number_live",
            "institution_id",
            "number",
            unique=True,
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
    )
