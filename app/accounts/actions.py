"""The verbs of the accounts. Nothing here opens a transaction."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from app.accounts import passwords, rules
from app.accounts.models import Account, LoginSession
from app.core.errors import NotFound, Refused
from app.core.events import SYSTEM, Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.limits.actions import forgive, spend_try, take

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asker:
    """Who tries to sign in: the id typed, the known device's key (or empty), the address."""

    login_id: str
    device: str
    address: str

    @property
    def buckets(self) -> tuple[tuple[str, str], ...]:
        """Where this one's tries are counted: strangers never use up a known device's tries."""
        if self.device:
            return (("sign-in:device", f"{self.login_id}|{self.device}"),)
        return (
            ("sign-in:stranger", f"{self.login_id}|{self.address}"),
            ("sign-in:strangers", self.login_id),
        )


def create_account(
    u: Unit,
    login_id: str,
    password: str,
    person_id: str,
    *,
    kind: str = rules.SIGNER,
    institution_id: str | None = None,
) -> str:
    """Give a person of the register an account. Returns its id; refuses a taken id."""
    shortest, longest = rules.PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        raise Refused("PASSWORD_LENGTH", 422, shortest=shortest, longest=longest)
    hashed = passwords.hashed(password)
    return add_account(u, login_id, hashed, person_id, SYSTEM, kind, institution_id)


def add_account(
    u: Unit,
    login_id: str,
    password_hash: str,
    person_id: str,
    actor: Actor,
    kind: str = rules.SIGNER,
    institution_id: str | None = None,
) -> str:
    """The same for a password that was hashed before the transaction, which hashing would hold up.

    Raises Refused LOGIN_TAKEN (409).
    """
    login_id = rules.normal_login(login_id)
    if u.session.scalar(select(Account.id).where(Account.login_id == login_id)):
        raise Refused("LOGIN_TAKEN", 409)
    account = Account(
        id=new_id(),
        login_id=login_id,
        password_hash=password_hash,
        person_id=person_id,
        institution_id=institution_id,
        kind=kind,
        created_at=u.now,
    )
    u.session.add(account)
    u.session.flush()
    _tell(u, account, "accounts:account:created", actor, kind=kind)
    return account.id


def spend_sign_in(u: Unit, asker: Asker) -> datetime | None:
    """Spend a try before the password is looked at; commit it. Returns the end of the wait, if any.

    An address with very many tries is noted for the operator and never blocked.
    """
    usual = take(u, "sign-in:address", asker.address, rules.ADDRESS_TRIES, rules.ADDRESS_WINDOW)
    if not usual:
        log.warning("unusually many sign-ins from one address")
    patience = (rules.DEVICE_TRIES, rules.STRANGER_TRIES)
    for (scope, key), patient in zip(asker.buckets, patience, strict=False):
        wait_until = spend_try(u, scope, key, patient)
        if wait_until:
            return wait_until
    return None


def forgive_sign_in(u: Unit, asker: Asker) -> None:
    """The password was right: the tries before it count no more."""
    for scope, key in asker.buckets:
        forgive(u, scope, key)


def renew_hash(u: Unit, account_id: str, password: str) -> None:
    """Hash a password that was just found right with today's parameters."""
    account = u.session.get_one(Account, account_id)
    account.password_hash = passwords.hashed(password)


def start_session(u: Unit, account_id: str, device: str, replaces: str = "") -> str:
    """Sign the account in on a device (a coarse label). Returns the cookie's token, kept nowhere.

    `replaces`: the token this browser carried until now; that session ends. Staff are not in yet:
    the token is good for showing the second factor only (`second_factor.prove`).
    """
    account = u.session.get_one(Account, account_id)
    if account.disabled_at:
        raise Refused("ACCOUNT_CLOSED", 403)
    _end_replaced(u, replaces)
    staff = account.kind == rules.STAFF
    token = secrets.token_urlsafe(32)
    found = LoginSession(
        id=new_id(),
        token_hash=rules.token_hash(token),
        account_id=account_id,
        device=device,
        created_at=u.now,
        last_seen_at=u.now,
        ends_at=u.now + (rules.PROOF_TIME if staff else rules.STAYS[account.kind].absolute),
        proved_at=None if staff else u.now,
    )
    u.session.add(found)
    u.session.flush()
    began = "awaited" if staff else "started"
    _tell(u, account, f"accounts:session:{began}", _person(account), session=found.id)
    return token


def end_session(u: Unit, account_id: str, session_id: str, by: str) -> None:
    """End one of the account's sessions; another's is not there. Ended twice is ended once."""
    found = u.session.get(LoginSession, session_id, with_for_update=True)
    if found is None or found.account_id != account_id:
        raise NotFound()
    if found.ended_at is None:
        found.ended_at, found.ended_by = u.now, by
        account = u.session.get_one(Account, account_id)
        _tell(u, account, "accounts:session:ended", _person(account), session=session_id, by=by)


def set_password(u: Unit, account_id: str, password_hash: str, how: str, here: str = "") -> None:
    """A new password (hashed already): every session ends except the one it is done from.

    how: `changed` by whoever knew the old one, or `reset` after a check of the number of record.
    """
    account = u.session.get_one(Account, account_id, with_for_update=True)
    account.password_hash, account.temporary_until = password_hash, None
    end_sessions(u, account_id, "password", here)
    _tell(u, account, f"accounts:password:{how}", _person(account))


def end_sessions(u: Unit, account_id: str, by: str, here: str = "") -> None:
    """End every session of an account, except the one that is named."""
    living = select(LoginSession.id).where(
        LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)
    )
    for session_id in u.session.scalars(living.order_by(LoginSession.id)).all():
        if session_id != here:
            end_session(u, account_id, session_id, by)


def end_every_session(u: Unit, by: str) -> int:
    """End whatever session still lives, everybody's; returns how many there were."""
    living = update(LoginSession).where(LoginSession.ended_at.is_(None))
    done = u.session.execute(living.values(ended_at=u.now, ended_by=by))
    return int(done.rowcount)  # type: ignore[attr-defined]


def extend_session(u: Unit, account_id: str, session_id: str) -> datetime:
    """Move the absolute end of a session that still lives. Returns the new end."""
    found = u.session.get(LoginSession, session_id, with_for_update=True)
    if found is None or found.account_id != account_id:
        raise NotFound()
    kind = u.session.get_one(Account, account_id).kind
    if not rules.is_live(kind, found.last_seen_at, found.ends_at, found.ended_at, u.now):
        raise Refused("SESSION_OVER", 409)
    found.ends_at = rules.extended_end(kind, found.created_at, u.now)
    found.extended += 1
    return found.ends_at


def touch_session(u: Unit, session_id: str) -> None:
    """Note that the session is in use; written only when the last note is old enough."""
    due = u.now - rules.SEEN_EVERY
    u.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.last_seen_at <= due)
        .values(last_seen_at=u.now)
    )


def forget_sessions(u: Unit, before: datetime) -> int:
    """Throw away the sessions that ended, however they did, before that instant; how many."""
    over = or_(LoginSession.ended_at < before, LoginSession.ends_at < before)
    gone = u.session.execute(delete(LoginSession).where(over))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _end_replaced(u: Unit, token: str) -> None:
    query = select(LoginSession).where(LoginSession.token_hash == rules.token_hash(token))
    old = u.session.scalar(query) if token else None
    if old:
        end_session(u, old.account_id, old.id, "replaced")


def _person(account: Account) -> Actor:
    return Actor("person", account.person_id)


def _tell(u: Unit, account: Account, what: str, actor: Actor, **facts: str) -> None:
    subject = f"account:{account.id}"
    u.emit(Event(what, subject, account.institution_id or "", actor, facts))
