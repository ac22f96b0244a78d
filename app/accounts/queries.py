"""Reading accounts and sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account, Authenticator, LoginSession, Post
from app.core import clock
from app.parties.models import Branch, Person


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, in which session. It is what `flask_login.current_user` is."""

    account_id: str
    person_id: str
    name: str
    login_id: str
    kind: str
    institution_id: str | None
    branch_id: str | None
    branch: str | None
    role: str | None
    session_id: str
    last_seen_at: datetime
    ends_at: datetime
    proved_at: datetime
    temporary_until: datetime | None

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
    staff: bool
    outdated: bool
    """Whether its password was a temporary one, and its time is over."""


@dataclass(frozen=True)
class Awaiting:
    """A sign-in whose password was right and whose second factor is still to be shown."""

    session_id: str
    account_id: str
    login_id: str


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
        Post.branch_id,
        Branch.name.label("branch"),
        Post.role,
        LoginSession.id.label("session_id"),
        LoginSession.last_seen_at,
        LoginSession.ends_at,
        LoginSession.ended_at,
        LoginSession.proved_at,
        Account.temporary_until,
    )
    .join(Account, Account.id == LoginSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Post, Post.account_id == Account.id)
    .outerjoin(Branch, Branch.id == Post.branch_id)
    .where(
        LoginSession.token_hash == bindparam("token_hash"),
        LoginSession.proved_at.is_not(None),
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
    seen, ends, ended = row["last_seen_at"], row["ends_at"], facts.pop("ended_at")
    live = rules.is_live(row["kind"], seen, ends, ended, now)
    return SignedIn(**facts) if live else None


def awaiting(session: Session, token: str, now: datetime) -> Awaiting | None:
    """The sign-in of a member of staff that lacks its second factor, while there is time."""
    query = (
        select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(
            LoginSession.token_hash == rules.token_hash(token),
            LoginSession.proved_at.is_(None),
            LoginSession.ended_at.is_(None),
            LoginSession.ends_at > now,
            Account.disabled_at.is_(None),
        )
    )
    row = session.execute(query).first()
    return Awaiting(row[0].id, row[1].id, row[1].login_id) if row else None


def authenticators(session: Session) -> list[tuple[str, Authenticator]]:
    """Every authenticator with its account's login id; for the demo phone alone."""
    query = (
        select(Account.login_id, Authenticator)
        .join(Authenticator, Authenticator.account_id == Account.id)
        .order_by(Account.login_id)
    )
    return [(login_id, found) for login_id, found in session.execute(query)]


def credentials(session: Session, login_id: str) -> Credentials | None:
    """The account with that (normal) login id, or None."""
    query = select(Account).where(Account.login_id == login_id)
    account = session.scalar(query)
    if account is None:
        return None
    disabled, staff = account.disabled_at is not None, account.kind == rules.STAFF
    until = account.temporary_until
    over = until is not None and until <= clock.now()
    return Credentials(account.id, account.password_hash, disabled, staff, over)


def signers(session: Session, person_ids: Iterable[str]) -> dict[str, str]:
    """Which of these persons have an account to sign with: id -> account id, "" of a closed one."""
    query = select(Account.person_id, Account.id, Account.disabled_at).where(
        Account.person_id.in_([*person_ids, ""]), Account.kind == rules.SIGNER
    )
    return {row.person_id: "" if row.disabled_at else row.id for row in session.execute(query)}


def login_of(session: Session, account_id: str) -> str:
    """The account's login id."""
    return session.get_one(Account, account_id).login_id


def sessions_of(session: Session, account_id: str, here: str = "") -> list[SessionView]:
    """The account's live sessions, the newest first; `here`: the id of the present one."""
    kind = session.get_one(Account, account_id).kind
    query = (
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.proved_at.is_not(None),
        )
        .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
    )
    return [
        SessionView(row.id, row.device, row.created_at, row.last_seen_at, row.id == here)
        for row in session.scalars(query)
        if rules.is_live(kind, row.last_seen_at, row.ends_at, row.ended_at, clock.now())
    ]


def mails_of_admins(session: Session, institution_id: str) -> list[str]:
    """Where the institution's administrators are told things; who has no address is not told."""
    return mails_of(session, institution_id, rules.ADMIN)


def mails_of(session: Session, institution_id: str, role: str) -> list[str]:
    """Where the institution's staff of one post are told things."""
    query = (
        select(Person.mail)
        .join(Account, Account.person_id == Person.id)
        .join(Post, Post.account_id == Account.id)
        .where(
            Account.institution_id == institution_id,
            Account.disabled_at.is_(None),
            Post.role == role,
        )
        .order_by(Account.id)
    )
    return [mail for mail in session.scalars(query) if mail]
