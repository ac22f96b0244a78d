"""Recovery codes: ten that stand in for a lost authenticator, each once; hashed like numbers."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts import rules, second_factor
from app.accounts.models import RecoveryCode
from app.accounts.queries import Awaiting
from app.accounts.telling import tell, write_to
from app.core.errors import Refused
from app.db.types import ring
from app.db.unit import Unit


def make(u: Unit, account_id: str) -> list[str]:
    """Ten new codes; the older ones are void. They can be read (`sheet`) until `put_away`."""
    u.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [rules.recovery_code() for _ in range(rules.RECOVERY_CODES)]
    u.session.add_all(
        RecoveryCode(
            account_id=account_id, code_hash=_hash(account_id, code), plain=code, made_at=u.now
        )
        for code in codes
    )
    u.session.flush()
    tell(u, account_id, "accounts:recovery:made")
    return codes


def sheet(session: Session, account_id: str, now: datetime) -> list[str]:
    """The codes to be written down; empty once that was said, or an hour is over."""
    readable = RecoveryCode.plain.is_not(None) & (RecoveryCode.made_at > now - rules.SHEET_TIME)
    query = select(RecoveryCode.plain).where(_unused(account_id), readable)
    return [str(code) for code in session.scalars(query.order_by(RecoveryCode.id))]


def put_away(u: Unit, account_id: str) -> None:
    """They are written down: nobody can read them here again."""
    theirs = update(RecoveryCode).where(RecoveryCode.account_id == account_id)
    u.session.execute(theirs.values(plain=None))


def put_old_away(u: Unit) -> None:
    """The same for all whose hour is over."""
    old = update(RecoveryCode).where(RecoveryCode.made_at <= u.now - rules.SHEET_TIME)
    u.session.execute(old.values(plain=None))


def left(session: Session, account_id: str) -> int:
    """How many are not used yet."""
    query = select(func.count()).select_from(RecoveryCode).where(_unused(account_id))
    return session.scalar(query) or 0


def prove(u: Unit, waiting: Awaiting, typed: str) -> str:
    """Take a code in place of the authenticator's and let its owner in, who is told by mail.

    Returns a new token for the cookie; raises Refused RECOVERY_WRONG (422).
    """
    account = waiting.account_id
    wanted = RecoveryCode.code_hash == _hash(account, typed)
    query = select(RecoveryCode).where(_unused(account), wanted).with_for_update()
    found = u.session.scalar(query)
    if found is None:
        raise Refused("RECOVERY_WRONG", 422, "accounts.code.recovery_wrong")
    found.used_at, found.plain = u.now, None
    u.session.flush()
    remaining = left(u.session, account)
    tell(u, account, "accounts:recovery:used", left=remaining)
    write_to(u, account, "accounts.mail.recovery_used", f"recovery:{found.id}", left=remaining)
    return second_factor.let_in(u, waiting)


def _unused(account_id: str) -> ColumnElement[bool]:
    return (RecoveryCode.account_id == account_id) & RecoveryCode.used_at.is_(None)


def _hash(account_id: str, typed: str) -> str:
    return ring().blind(f"{account_id}|{rules.normal_code(typed)}", "accounts.recovery")
