"""What an administrator does with the institution's people: invite, move, suspend, enrol anew.

Nobody does any of it to themselves, and of an institution's administrators one always remains.
Each act stands in the account's chain (B3-03: kept for three years at least).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from app.accounts import actions, enrolment, passwords, recovery, rules, second_factor
from app.accounts.models import Account, Authenticator, Enrolment, Post, RecoveryCode
from app.accounts.telling import tell
from app.core.errors import NotFound, Refused
from app.core.events import SYSTEM, Actor
from app.db.unit import Unit
from app.parties import actions as parties
from app.parties.models import Branch, Person

MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", re.ASCII)


@dataclass(frozen=True)
class By:
    """The administrator who acts, and the institution they act in."""

    account_id: str
    institution_id: str


@dataclass(frozen=True)
class Newcomer:
    """Whom an administrator invites. branch_id: empty for the whole institution."""

    login_id: str
    name: str
    mail: str
    role: str
    branch_id: str


def invite(u: Unit, by: By, who: Newcomer, site: str) -> str:
    """An account without password or authenticator, and the mail that leads to both.

    Asked twice for the same newcomer, the first stands. Returns the account's id; raises Refused
    LOGIN_SHAPE, MAIL_SHAPE, POST_UNKNOWN (422), LOGIN_TAKEN (409).
    """
    _administrators(u, by)
    login_id = rules.normal_login(who.login_id)
    if rules.login_problem(login_id):
        raise Refused("LOGIN_SHAPE", 422)
    if not MAIL.fullmatch(who.mail):
        raise Refused("MAIL_SHAPE", 422)
    branch = _place(u, by, who.role, who.branch_id)
    if twice := _invited(u, by, login_id, who):
        return twice
    person = parties.register_person(u, who.name, mail=who.mail)
    actor = Actor("staff", by.account_id)
    account = actions.add_account(
        u, login_id, passwords.nobodys(), person, actor, rules.STAFF, by.institution_id
    )
    second_factor.appoint(u, account, who.role, branch, by.account_id)
    enrolment.ask(u, account, by.account_id, site)
    return account


def send_again(u: Unit, by: By, account_id: str, site: str) -> None:
    """Mail another link to somebody who has not come in yet. Raises Refused ENROLLED (409)."""
    _administrators(u, by)
    account = _other(u, by, account_id)
    if u.session.get(Authenticator, account.id):
        raise Refused("ENROLLED", 409)
    enrolment.ask(u, account.id, by.account_id, site)


def move(u: Unit, by: By, account_id: str, role: str, branch_id: str) -> None:
    """Give somebody another post; they sign in anew. The same post changes nothing."""
    remaining = _administrators(u, by) - {account_id}
    account = _other(u, by, account_id)
    branch = _place(u, by, role, branch_id)
    post = u.session.get_one(Post, account.id, with_for_update=True)
    if (post.role, post.branch_id) == (role, branch):
        return
    _somebody_runs_the_house(remaining)
    was, post.role, post.branch_id = post.role, role, branch
    actions.end_sessions(u, account.id, "post")
    facts = {"was": was, "role": role, "branch": branch or ""}
    tell(u, account.id, "accounts:post:changed", by.account_id, **facts)


def suspend(u: Unit, by: By, account_id: str) -> None:
    """Shut somebody out at once, everywhere; what they did stays theirs."""
    remaining = _administrators(u, by) - {account_id}
    account = _other(u, by, account_id)
    if account.disabled_at is None:
        _somebody_runs_the_house(remaining)
        account.disabled_at = u.now
        actions.end_sessions(u, account.id, "suspended")
        tell(u, account.id, "accounts:account:suspended", by.account_id)


def resume(u: Unit, by: By, account_id: str) -> None:
    """Let them in again, as they were."""
    _administrators(u, by)
    account = _other(u, by, account_id)
    if account.disabled_at is not None:
        account.disabled_at = None
        tell(u, account.id, "accounts:account:resumed", by.account_id)


def reset(u: Unit, by: By, account_id: str, site: str) -> None:
    """Phone or password lost: both are void, and the way in is the one of the first day."""
    _administrators(u, by)
    account = _other(u, by, account_id)
    forget_factors(u, account.id, by.account_id)
    enrolment.ask(u, account.id, by.account_id, site)


def forget_factors(u: Unit, account_id: str, by: str) -> None:
    """Password, authenticator, recovery codes and sessions of an account are good no longer."""
    account = u.session.get_one(Account, account_id, with_for_update=True)
    account.password_hash, account.temporary_until = passwords.nobodys(), None
    for factor in (Authenticator, RecoveryCode, Enrolment):
        u.session.execute(delete(factor).where(factor.account_id == account_id))
    actions.end_sessions(u, account_id, "reset")
    tell(u, account_id, "accounts:factor:reset", by)


def close_branch(u: Unit, by: By, branch_id: str) -> None:
    """Close a branch where nobody works. Raises Refused BRANCH_STAFFED (409)."""
    _administrators(u, by)
    there = (
        select(func.count())
        .select_from(Post)
        .join(Account, Account.id == Post.account_id)
        .where(Post.branch_id == branch_id, Account.disabled_at.is_(None))
    )
    if count := u.session.scalar(there):
        raise Refused("BRANCH_STAFFED", 409, count=count)
    parties.close_branch(u, branch_id, by.account_id)


@dataclass(frozen=True)
class Handover:
    """What an operator hands to an administrator, once, on paper."""

    login_id: str
    password: str
    secret: str
    codes: list[str]


def make_administrator(u: Unit, institution_id: str, login: str, name: str, mail: str) -> Handover:
    """An administrator made at the machine, without anybody at the desk. Raises as `invite`."""
    login_id = rules.normal_login(login)
    if rules.login_problem(login_id):
        raise Refused("LOGIN_SHAPE", 422)
    if not MAIL.fullmatch(mail):
        raise Refused("MAIL_SHAPE", 422)
    person = parties.register_person(u, name, mail=mail)
    account = actions.add_account(
        u, login_id, passwords.nobodys(), person, SYSTEM, rules.STAFF, institution_id
    )
    second_factor.appoint(u, account, rules.ADMIN)
    return hand_over(u, account)


def hand_over(u: Unit, account_id: str) -> Handover:
    """Fresh factors for an account: a password to be changed at once, an app, recovery codes."""
    account = u.session.get_one(Account, account_id, with_for_update=True)
    password = rules.recovery_code() + "-" + rules.recovery_code()
    account.password_hash = passwords.hashed(password)
    account.temporary_until = u.now + rules.TEMPORARY_TIME
    account.disabled_at = None
    secret = second_factor.enrol(u, account_id)
    codes = recovery.make(u, account_id)
    recovery.put_away(u, account_id)
    return Handover(account.login_id, password, secret, codes)


def _administrators(u: Unit, by: By) -> set[str]:
    """The institution's administrators who can act, locked; whoever acts must be one of them."""
    query = (
        select(Account.id)
        .join(Post, Post.account_id == Account.id)
        .where(
            Account.institution_id == by.institution_id,
            Account.disabled_at.is_(None),
            Post.role == rules.ADMIN,
        )
        .order_by(Account.id)
        .with_for_update()
    )
    found = set(u.session.scalars(query))
    if by.account_id not in found:
        raise Refused("OTHER_POST", 403)
    return found


def _other(u: Unit, by: By, account_id: str) -> Account:
    """A colleague; another institution's staff are not there, and oneself is refused."""
    account = u.session.get(Account, account_id, with_for_update=True)
    if account is None or account.institution_id != by.institution_id:
        raise NotFound()
    if account.id == by.account_id:
        raise Refused("NOT_ONESELF", 409)
    return account


def _somebody_runs_the_house(remaining: Collection[str]) -> None:
    if not remaining:
        raise Refused("LAST_ADMINISTRATOR", 409)


def _place(u: Unit, by: By, role: str, branch_id: str) -> str | None:
    """The branch of a post, open and of this institution; an officer has one."""
    if role not in rules.POSTS:
        raise Refused("POST_UNKNOWN", 422)
    if not branch_id:
        if role == rules.BRANCH:
            raise Refused("BRANCH_NEEDED", 422)
        return None
    branch = u.session.get(Branch, branch_id)
    if branch is None or branch.institution_id != by.institution_id:
        raise NotFound()
    if branch.closed_at is not None:
        raise Refused("BRANCH_CLOSED", 422)
    return branch.id


def _invited(u: Unit, by: By, login_id: str, who: Newcomer) -> str:
    query = (
        select(Account.id, Person.name, Person.mail)
        .join(Person, Person.id == Account.person_id)
        .join(Enrolment, Enrolment.account_id == Account.id)
        .where(Account.login_id == login_id, Account.institution_id == by.institution_id)
    )
    row = u.session.execute(query).first()
    same = row is not None and (row.name, row.mail) == (who.name, who.mail)
    return str(row.id) if row and same else ""
