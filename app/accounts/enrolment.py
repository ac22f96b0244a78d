"""Staff come in: a link by mail, their password, their authenticator's first code, recovery codes.

The link's token is exchanged for a cookie's at the first press, so what stands in mail and logs is
worthless afterwards.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import actions, recovery, rules, second_factor
from app.accounts.models import Account, Enrolment
from app.accounts.telling import tell, write_to
from app.core.errors import Refused
from app.db.unit import Unit
from app.parties.models import Institution, Person

PASSWORD, APP, CODES, DONE = "password", "app", "codes", "done"


@dataclass(frozen=True)
class Enrolling:
    """Somebody on their way in. stage: what they do next; secret: the authenticator's, at APP."""

    account_id: str
    login_id: str
    name: str
    institution: str
    stage: str
    secret: str


def ask(u: Unit, account_id: str, by: str, site: str) -> None:
    """Mail a link; the one before it is void, and so is everything begun with it."""
    token = secrets.token_urlsafe(32)
    row = u.session.get(Enrolment, account_id) or Enrolment(account_id=account_id)
    row.token_hash, row.until, row.asked_by = rules.token_hash(token), u.now + rules.ENROL_TIME, by
    row.secret = row.opened_at = row.password_at = row.done_at = None
    u.session.add(row)
    u.session.flush()
    link = f"{site}/enrol/link/{token}"
    hours = int(rules.ENROL_TIME.total_seconds() // 3600)
    once = f"enrolment:{account_id}:{row.token_hash[:16]}"
    write_to(u, account_id, "accounts.mail.enrol", once, link=link, hours=hours)
    tell(u, account_id, "accounts:enrolment:sent", by)


def linked(session: Session, token: str, now: datetime) -> Enrolling:
    """Whom the link is for. Raises Refused ENROLMENT_OVER (410) when it is good no longer."""
    row = _row(session, token, now)
    if row is None or row.opened_at is not None:
        raise Refused("ENROLMENT_OVER", 410)
    return _seen(session, row, now)


def open_link(u: Unit, token: str) -> str:
    """Exchange the link's token for the one that the browser keeps. Raises as `linked`."""
    row = _row(u.session, token, u.now, lock=True)
    if row is None or row.opened_at is not None:
        raise Refused("ENROLMENT_OVER", 410)
    kept = secrets.token_urlsafe(32)
    row.token_hash, row.opened_at = rules.token_hash(kept), u.now
    return kept


def enrolling(session: Session, kept: str, now: datetime) -> Enrolling | None:
    """How far whoever holds the browser's token is; None when it is good no longer."""
    row = _row(session, kept, now) if kept else None
    return _seen(session, row, now) if row and row.opened_at else None


def set_password(u: Unit, kept: str, password_hash: str) -> None:
    """Their own password (hashed already), and a secret for their authenticator."""
    row = _held(u, kept)
    if row.password_at is None:
        actions.set_password(u, row.account_id, password_hash, "chosen")
        row.password_at, row.secret = u.now, second_factor.fresh_secret()


def take_code(u: Unit, kept: str, code: str) -> None:
    """The authenticator's first code: from now on it counts. Raises Refused PROOF_WRONG (422)."""
    row = _held(u, kept)
    if row.secret is None:  # sent twice, or not that far
        return
    step = second_factor.step_of(row.secret, code, u.now)
    second_factor.enrol(u, row.account_id, row.secret, step)
    row.secret, row.done_at = None, u.now
    recovery.make(u, row.account_id)


def finish(u: Unit, kept: str) -> None:
    """The recovery codes are written down; nothing is left of the enrolment."""
    row = _row(u.session, kept, u.now, lock=True)
    if row is not None and row.done_at is not None:
        recovery.put_away(u, row.account_id)
        u.session.delete(row)


def _held(u: Unit, kept: str) -> Enrolment:
    row = _row(u.session, kept, u.now, lock=True)
    if row is None or row.opened_at is None:
        raise Refused("ENROLMENT_OVER", 410)
    return row


def _row(session: Session, token: str, now: datetime, *, lock: bool = False) -> Enrolment | None:
    query = (
        select(Enrolment)
        .join(Account, Account.id == Enrolment.account_id)
        .where(
            Enrolment.token_hash == rules.token_hash(token),
            Enrolment.until > now,
            Account.disabled_at.is_(None),
        )
    )
    return session.scalar(query.with_for_update(of=Enrolment) if lock else query)


def _seen(session: Session, row: Enrolment, now: datetime) -> Enrolling:
    account = session.get_one(Account, row.account_id)
    person = session.get_one(Person, account.person_id)
    institution = session.get_one(Institution, account.institution_id)
    stage = PASSWORD if row.password_at is None else APP if row.done_at is None else CODES
    if stage == CODES and not recovery.sheet(session, account.id, now):
        stage = DONE
    return Enrolling(
        account.id, account.login_id, person.name, institution.short_name, stage, row.secret or ""
    )


def begin_anew(u: Unit, account_id: str) -> None:
    """Somebody who is in wants another authenticator: a secret, for an hour."""
    row = u.session.get(Enrolment, account_id) or Enrolment(account_id=account_id)
    row.token_hash, row.asked_by = rules.token_hash(secrets.token_urlsafe(32)), account_id
    row.until, row.secret = u.now + rules.SHEET_TIME, second_factor.fresh_secret()
    row.opened_at = row.password_at = row.done_at = None
    u.session.add(row)


def pending(session: Session, account_id: str, now: datetime) -> str:
    """The secret of the authenticator somebody wants instead of theirs; empty without one."""
    row = session.get(Enrolment, account_id)
    return row.secret or "" if row and row.asked_by == account_id and row.until > now else ""


def take_anew(u: Unit, account_id: str, code: str, here: str) -> None:
    """Its first code: it counts, the old one no longer; other sessions end, a mail tells of it.

    Raises Refused PROOF_WRONG (422).
    """
    secret = pending(u.session, account_id, u.now)
    if not secret:  # sent twice
        return
    step = second_factor.step_of(secret, code, u.now)
    second_factor.enrol(u, account_id, secret, step)
    u.session.delete(u.session.get_one(Enrolment, account_id))
    actions.end_sessions(u, account_id, "factor", here)
    write_to(u, account_id, "accounts.mail.app_changed", f"app:{account_id}:{u.now.isoformat()}")
