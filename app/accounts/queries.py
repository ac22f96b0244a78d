"""Reading accounts and sessions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account, LoginSession
from app.core import clock
from app.parties.models import Person


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, in which session. It is what `flask_login.current_user` is."""

    account_id: str
    person_id: str
    name: str
    login_id: str
    kind: str
    institution_id: str | None
    session_id: str
    last_seen_at: datetime
    ends_at: datetime

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login calls a user by."""
        return self.account_id


@dataclass(frozen=True)
class Credentials:
    """What is needed to check a password."""

    account_id: str
    password_hash: str
    disabled: bool


@dataclass(frozen=True)
class SessionView:
    """A session as its owner sees it; `here`: the one they look from."""

    id: str
    device: str
    began: datetime
    seen: datetime
    here: bool


_SIGNED_IN = (
    select(
        Account.id.label("account_id"),
        Account.person_id,
        Person.name,
        Account.login_id,
        Account.kind,
        Account.institution_id,
        LoginSession.id.label("session_id"),
        LoginSession.last_seen_at,
        LoginSession.ends_at,
        LoginSession.ended_at,
    )
    .join(Account, Account.id == LoginSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .where(
        LoginSession.token_hash == bindparam("token_hash"),
        Account.disabled_at.is_(None),
    )
)
"""Asked at every request, so put together once."""


def signed_in(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Whoever carries this token, read in one query; None once the session is over."""
    given = {"token_hash": rules.token_hash(token)}
    row = session.execute(_SIGNED_IN, given).mappings().first()
    if row is None:
        return None
    facts = dict(row)
    live = rules.is_live(row["last_seen_at"], row["ends_at"], facts.pop("ended_at"), now)
    return SignedIn(**facts) if live else None


def credentials(session: Session, login_id: str) -> Credentials | None:
    """The account with that (normal) login id, or None."""
    query = select(Account).where(Account.login_id == login_id)
    account = session.scalar(query)
    if account is None:
        return None
    return Credentials(account.id, account.password_hash, account.disabled_at is not None)


def sessions_of(session: Session, account_id: str, here: str = "") -> list[SessionView]:
    """The account's live sessions, the newest first; `here`: the id of the present one."""
    query = (
        select(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
    )
    return [
        SessionView(row.id, row.device, row.created_at, row.last_seen_at, row.id == here)
        for row in session.scalars(query)
        if rules.is_live(row.last_seen_at, row.ends_at, row.ended_at, clock.now())
    ]
