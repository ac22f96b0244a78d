"""The verbs of staff's second factor: an authenticator app's six digits (RFC 6238)."""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import select

from app.accounts import rules
from app.accounts.models import Authenticator, LoginSession, Post
from app.accounts.queries import Awaiting
from app.accounts.telling import tell
from app.core.errors import Refused
from app.db.unit import Unit
from app.limits.actions import forgive, spend_try

SCOPE = "sign-in:second-factor"
STEP_UP = "work:second-factor"


def appoint(
    u: Unit, account_id: str, role: str, branch_id: str | None = None, by: str = ""
) -> None:
    """Give a staff account its post: a role, at a branch or for the whole institution."""
    u.session.add(Post(account_id=account_id, branch_id=branch_id, role=role))
    u.session.flush()
    tell(u, account_id, "accounts:post:given", by, role=role, branch=branch_id or "")


def enrol(u: Unit, account_id: str, secret: str = "", last_step: int = 0) -> str:
    """Give the account a new authenticator. Returns its secret (base32), to be shown once.

    secret, last_step: of one that has shown its first code already (`step_of`).
    """
    secret = secret or fresh_secret()
    found = u.session.get(Authenticator, account_id) or Authenticator(account_id=account_id)
    found.secret, found.last_step, found.enrolled_at = secret, last_step, u.now
    u.session.add(found)
    u.session.flush()
    tell(u, account_id, "accounts:authenticator:enrolled")
    return secret


def fresh_secret() -> str:
    """A new authenticator's secret (160 random bits, base32)."""
    return pyotp.random_base32()


def address(secret: str, login_id: str, institution: str) -> str:
    """What the QR code of an authenticator holds (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login_id, issuer_name=institution)


def code_at(secret: str, instant: datetime) -> str:
    """The six digits an app with that secret shows at an instant."""
    return _code(secret, rules.time_step(instant))


def spend_proof(u: Unit, account_id: str) -> None:
    """Spend a try before the code is looked at; commit it. Raises Refused PROOF_WAIT (429)."""
    until = spend_try(u, SCOPE, account_id, rules.PROOF_TRIES)
    if until:
        minutes = max(1, round((until - u.now).total_seconds() / 60))
        raise Refused("PROOF_WAIT", 429, "accounts.code.wait", minutes=minutes)


def prove(u: Unit, waiting: Awaiting, code: str) -> str:
    """Take the code and let the member of staff in. Returns a new token for the cookie.

    Raises Refused PROOF_WRONG, or PROOF_USED for a code that was taken before (422).
    """
    _take(u, waiting.account_id, code)
    return let_in(u, waiting)


def let_in(u: Unit, waiting: Awaiting) -> str:
    """The second factor was shown, or a recovery code in its place. Returns a new token."""
    found = u.session.get_one(LoginSession, waiting.session_id, with_for_update=True)
    token = _proved(u, found)
    found.last_seen_at, found.ends_at = u.now, u.now + rules.STAYS[rules.STAFF].absolute
    tell(u, waiting.account_id, "accounts:session:started", session=found.id)
    return token


def spend_step_up(u: Unit, account_id: str) -> None:
    """Spend a try of a code asked for in the middle of the work; commit it. As `spend_proof`."""
    until = spend_try(u, STEP_UP, account_id, rules.PROOF_TRIES)
    if until:
        minutes = max(1, round((until - u.now).total_seconds() / 60))
        raise Refused("PROOF_WAIT", 429, "accounts.code.step_up_wait", minutes=minutes)


def step_up(u: Unit, account_id: str, code: str) -> None:
    """Take a code for one act that matters, in its transaction. Raises as `prove`."""
    _take(u, account_id, code)
    forgive(u, STEP_UP, account_id)
    tell(u, account_id, "accounts:step-up:shown")


def confirm(u: Unit, account_id: str, session_id: str, code: str) -> str:
    """Show the second factor again, for minutes of work. A new token; raises as `prove`."""
    _take(u, account_id, code)
    found = u.session.get_one(LoginSession, session_id, with_for_update=True)
    tell(u, account_id, "accounts:session:confirmed", session=session_id)
    return _proved(u, found)


def step_of(secret: str, code: str, now: datetime) -> int:
    """Which time step's code it is: this one, or one to either side for clocks that differ.

    Raises Refused PROOF_WRONG (422).
    """
    middle = rules.time_step(now)
    found = [
        step
        for step in (middle - 1, middle, middle + 1)
        if hmac.compare_digest(_code(secret, step).encode(), code.encode())
    ]
    if not found:
        raise Refused("PROOF_WRONG", 422, "accounts.code.wrong")
    return max(found)


def _take(u: Unit, account_id: str, code: str) -> None:
    query = select(Authenticator).where(Authenticator.account_id == account_id).with_for_update()
    authenticator = u.session.scalars(query).one_or_none()
    if authenticator is None:
        raise Refused("PROOF_WRONG", 422, "accounts.code.wrong")
    step = step_of(authenticator.secret, code, u.now)
    if step <= authenticator.last_step:
        seconds = rules.seconds_to_next(u.now)
        raise Refused("PROOF_USED", 422, "accounts.code.used", seconds=seconds)
    authenticator.last_step = step


def _proved(u: Unit, found: LoginSession) -> str:
    token = secrets.token_urlsafe(32)
    found.token_hash, found.proved_at = rules.token_hash(token), u.now
    forgive(u, SCOPE, found.account_id)
    return token


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret, interval=rules.TOTP_STEP).generate_otp(step)
