"""권한 변경 내역: what changed of staff's posts, accounts and authenticators, out of the chains."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.core.texts import has, t

PREFIXES = ("accounts:post:", "accounts:account:", "accounts:authenticator:", "accounts:recovery:")
"""Kinds of events that change what somebody may do; a new one of these is listed by itself."""

PAGE = 50


@dataclass(frozen=True)
class Change:
    """One change: whose rights (login id), what, by whom; `cursor`: where the next page begins."""

    at: datetime
    login_id: str
    what: str
    role: str
    by: str
    cursor: str


def changes(session: Session, institution_id: str, before: str = "") -> list[Change]:
    """A page of the institution's changes, the newest first."""
    kinds = or_(*(AuditEntry.action.startswith(prefix, autoescape=True) for prefix in PREFIXES))
    query = select(AuditEntry).where(AuditEntry.institution_id == institution_id, kinds)
    if place := _place(before):
        query = query.where(tuple_(AuditEntry.at, AuditEntry.subject, AuditEntry.seq) < place)
    order = (AuditEntry.at.desc(), AuditEntry.subject.desc(), AuditEntry.seq.desc())
    found = list(session.scalars(query.order_by(*order).limit(PAGE)))
    logins = _logins(session, institution_id)
    return [_change(entry, logins) for entry in found]


def _change(entry: AuditEntry, logins: dict[str, str]) -> Change:
    account = entry.subject.removeprefix("account:")
    key = f"privacy.change.{entry.action.replace(':', '_')}"
    return Change(
        at=entry.at,
        login_id=logins.get(account, account[:8]),
        what=t(key) if has(key) else entry.action,
        role=str(entry.facts.get("role", "")),
        by=_by(entry.actor, account, logins),
        cursor=f"{entry.at.isoformat()}~{entry.subject}~{entry.seq}",
    )


def _by(actor: str, account: str, logins: dict[str, str]) -> str:
    kind, _, id_ = actor.partition(":")
    if kind == "system":
        return t("privacy.changes.system")
    by = logins.get(id_, "")
    return t("privacy.changes.itself") if not by or id_ == account else by


def _logins(session: Session, institution_id: str) -> dict[str, str]:
    """Account id -> login id of the institution's staff."""
    query = select(Account).where(Account.institution_id == institution_id)
    return {account.id: account.login_id for account in session.scalars(query)}


def _place(cursor: str) -> tuple[datetime, str, int] | None:
    """Where a page ended; None for what is no such place."""
    try:
        at, subject, seq = cursor.split("~")
        instant = datetime.fromisoformat(at)
        return (instant, subject, int(seq)) if instant.tzinfo else None
    except ValueError:
        return None
