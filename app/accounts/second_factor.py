"""The verbs of staff's second factor: an authenticator app's six digits (RFC 6238)."""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import select

from app.accounts import rules
from app.accounts.models import Account, Authenticator, LoginSession, Post
from app.accounts.queries import Awaiting
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.limits.actions import forgive, spend_try

SCOPE = "sign-in:second-factor"
STEP_UP = "work:second-factor"


def appoint(u: Unit, account_id: str, role: str, branch_id: str | None = None) -> None:
    """Give a staff account its post: a role, at a branch or for the whole institution."""
    u.session.add(Post(account_id=account_id, branch_id=branch_id, role=role))
    u.session.flush()
    _tell(u, account_id, "accounts:post:given", role=role)


def enrol(u: Unit, account_id: str) -> str:
    """Give the account a new authenticator. Returns its secret (base32), to be shown once."""
    secret = pyotp.random_base32()
    found = u.session.get(Authenticator, account_id) or Authenticator(account_id=account_id)
    found.secret, found.last_step, found.enrolled_at = secret, 0, u.now
    u.session.add(found)
    u.session.flush()
    _tell(u, account_id, "accounts:authenticator:enrolled")
    return secret


def code_at(secret: str, instant: datetime) -> str:
    """The six digits an app with that secret shows at an instant."""
    return _code(secret, rules.time_step(instant))


def spend_proof(u: Unit, waiting: Awaiting) -> None:
    """Spend a try before the code is looked at; commit it. Raises Refused PROOF_WAIT (429)."""
    until = spend_try(u, SCOPE, waiting.account_id, rules.PROOF_TRIES)
    if until:
        minutes = max(1, round((until - u.now).total_seconds() / 60))
        raise Refused("PROOF_WAIT", 429, "accounts.code.wait", minutes=minutes)


def prove(u: Unit, waiting: Awaiting, code: str) -> str:
    """Take the code and let the member of staff in. Returns a new token for the cookie.

    Raises Refused PROOF_WRONG, or PROOF_USED for a code that was taken before (422).
    """
    step = _step_of(u, waiting.account_id, code)
    found = u.session.get_one(LoginSession, waiting.session_id, with_for_update=True)
    token = secrets.token_urlsafe(32)
    found.token_hash, found.proved_at = rules.token_hash(token), u.now
    found.last_seen_at, found.ends_at = u.now, u.now + rules.STAYS[rules.STAFF].absolute
    u.session.get_one(Authenticator, waiting.account_id).last_step = step
    forgive(u, SCOPE, waiting.account_id)
    _tell(u, waiting.account_id, "accounts:session:started", session=found.id)
    return token


def spend_step_up(u: Unit, account_id: str) -> None:
    """Spend a try of a code asked for in the middle of the work; commit it. As `spend_proof`."""
    until = spend_try(u, STEP_UP, account_id, rules.PROOF_TRIES)
    if until:
        minutes = max(1, round((until - u.now).total_seconds() / 60))
        raise Refused("PROOF_WAIT", 429, "accounts.code.step_up_wait", minutes=minutes)


def step_up(u: Unit, account_id: str, code: str) -> None:
    """Take a code for one act that matters, in its transaction. Raises as `prove`."""
    u.session.get_one(Authenticator, account_id).last_step = _step_of(u, account_id, code)
    forgive(u, STEP_UP, account_id)
    _tell(u, account_id, "accounts:step-up:shown")


def _step_of(u: Unit, account_id: str, code: str) -> int:
    """Which time step's code it is: this one, or one to either side for clocks that differ."""
    query = select(Authenticator).where(Authenticator.account_id == account_id).with_for_update()
    authenticator = u.session.scalars(query).one_or_none()
    if authenticator is None:
        raise Refused("PROOF_WRONG", 422, "accounts.code.wrong")
    now = rules.time_step(u.now)
    found = [
        step
        for step in (now - 1, now, now + 1)
        if hmac.compare_digest(_code(authenticator.secret, step).encode(), code.encode())
    ]
    if not found:
        raise Refused("PROOF_WRONG", 422, "accounts.code.wrong")
    if max(found) <= authenticator.last_step:
        seconds = rules.seconds_to_next(u.now)
        raise Refused("PROOF_USED", 422, "accounts.code.used", seconds=seconds)
    return max(found)


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret, interval=rules.TOTP_STEP).generate_otp(step)


def _tell(u: Unit, account_id: str, what: str, **facts: str) -> None:
    account = u.session.get_one(Account, account_id)
    actor = Actor("person", account.person_id)
    subject = f"account:{account.id}"
    u.emit(Event(what, subject, account.institution_id or "", actor, facts))
