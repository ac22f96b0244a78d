"""Tables of the accounts."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Encrypted, UtcDateTime, id_type, new_id


class Account(Base):
    """What a person signs in with. kind: `signer`, or `staff`, whose `institution_id` is set.

    A person has one account as a signer, whatever happens at the same time.

    temporary_until: set while the password is one that somebody else knew; until then it lets its
    owner in, who sets another first of all.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    login_id: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[str | None] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str] = mapped_column(String(12), default="signer")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    temporary_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_account_signer",
            "person_id",
            unique=True,
            sqlite_where=text("kind = 'signer'"),
            postgresql_where=text("kind = 'signer'"),
        ),
    )


class LoginSession(Base):
    """One browser in which somebody is signed in. The cookie's token is kept as a hash only.

    device: browser family and system, nothing finer. `ends_at` is the absolute end, moved by
    `extended` requests; the idle end follows from `last_seen_at`. ended_by: `logout`, `elsewhere`
    (ended from another device), `replaced` (signed in anew in the same browser), `password` (a new
    one was set) or `restored` (the house came back from a backup). A member of staff is not in
    until `proved_at`, when the second factor was shown.
    """

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    device: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    extended: Mapped[int] = mapped_column(Integer, default=0)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(12), default="")


class Post(Base):
    """What a member of staff does where; without a branch, for the whole institution."""

    __tablename__ = "post"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    branch_id: Mapped[str | None] = mapped_column(ForeignKey("branch.id"))
    role: Mapped[str] = mapped_column(String(20))


class Authenticator(Base):
    """The app that shows a member of staff their codes (RFC 6238, six digits, 30 seconds).

    last_step: the newest time step whose code was taken; none is taken twice (decision 59).
    """

    __tablename__ = "authenticator"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Encrypted("authenticator.secret"))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Enrolment(Base):
    """That a member of staff is to set a password and enrol an authenticator; the newest counts.

    The token of the mailed link is kept as a hash only. Opening the link puts another in its place,
    which the browser holds: the link is good once. secret: the authenticator's, until its first
    code was shown.
    """

    __tablename__ = "enrolment"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(id_type())
    secret: Mapped[str | None] = mapped_column(Encrypted("enrolment.secret"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code that stands in for the authenticator once. Kept as an HMAC under the pepper.

    plain: readable until its owner says it is written down.
    """

    __tablename__ = "recovery_code"

    id: Mapped[str] = mapped_column(id_type(), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    plain: Mapped[str | None] = mapped_column(Encrypted("recovery_code.plain"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
