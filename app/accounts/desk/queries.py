"""Reading an institution's staff, as its administrators see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account, Authenticator, Enrolment, Post
from app.audit.models import AuditEntry
from app.parties.models import Branch, Person


@dataclass(frozen=True)
class Member:
    """Somebody of an institution's staff, as its administrators see them. state: `active`,
    `invited` (has not come in yet) or `suspended`."""

    account_id: str
    login_id: str
    name: str
    mail: str
    role: str
    branch_id: str
    branch: str
    state: str
    until: datetime | None
    """Until when the link that was mailed is good; None without one."""


_MEMBER = (
    select(Account, Person, Post, Branch.name, Authenticator.account_id, Enrolment.until)
    .join(Person, Person.id == Account.person_id)
    .join(Post, Post.account_id == Account.id)
    .outerjoin(Branch, Branch.id == Post.branch_id)
    .outerjoin(Authenticator, Authenticator.account_id == Account.id)
    .outerjoin(Enrolment, Enrolment.account_id == Account.id)
)


def staff_of(session: Session, institution_id: str) -> list[Member]:
    """Everybody of an institution's staff, by branch and name."""
    query = _MEMBER.where(Account.institution_id == institution_id)
    rows = session.execute(query.order_by(Branch.name, Person.name, Account.id))
    return [_member(*row) for row in rows]


def member(session: Session, institution_id: str, account_id: str) -> Member | None:
    """One of them; None for anybody else."""
    mine = (Account.institution_id == institution_id) & (Account.id == account_id)
    row = session.execute(_MEMBER.where(mine)).first()
    return _member(*row) if row else None


def staff_member(session: Session, institution_id: str, login_id: str) -> Member | None:
    """The same by (normal) login id."""
    mine = (Account.institution_id == institution_id) & (Account.login_id == login_id)
    row = session.execute(_MEMBER.where(mine)).first()
    return _member(*row) if row else None


def names_of(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    """Account id -> its owner's name."""
    query = select(Account.id, Person.name).join(Person, Person.id == Account.person_id)
    found = session.execute(query.where(Account.id.in_([*account_ids, ""])))
    return {row[0]: row[1] for row in found}


def administrators(session: Session, institution_id: str) -> list[str]:
    """The login ids of the administrators who are not suspended."""
    query = (
        select(Account.login_id)
        .join(Post, Post.account_id == Account.id)
        .where(
            Account.institution_id == institution_id,
            Account.disabled_at.is_(None),
            Post.role == rules.ADMIN,
        )
    )
    return list(session.scalars(query.order_by(Account.login_id)))


def _member(
    account: Account,
    person: Person,
    post: Post,
    branch: str | None,
    enrolled: str | None,
    until: datetime | None,
) -> Member:
    state = "suspended" if account.disabled_at else "active" if enrolled else "invited"
    return Member(
        account_id=account.id,
        login_id=account.login_id,
        name=person.name,
        mail=person.mail or "",
        role=post.role,
        branch_id=post.branch_id or "",
        branch=branch or "",
        state=state,
        until=until,
    )


PAGE = 50

RIGHTS = (
    "accounts:account:created",
    "accounts:account:suspended",
    "accounts:account:resumed",
    "accounts:post:given",
    "accounts:post:changed",
    "accounts:factor:reset",
    "accounts:enrolment:sent",
    "accounts:authenticator:enrolled",
    "accounts:recovery:made",
)
"""What is a change of rights, or of what proves them."""


@dataclass(frozen=True)
class Change:
    """One change of somebody's rights. by: whose act, empty for the operator's at the machine;
    mark: where the next page begins."""

    at: datetime
    action: str
    name: str
    login_id: str
    role: str
    was: str
    branch: str
    by: str
    mark: str


def rights_changes(session: Session, institution_id: str, before: str = "") -> list[Change]:
    """A page of changes and one more, the newest first; before: a mark."""
    entries = select(AuditEntry).where(
        AuditEntry.institution_id == institution_id, AuditEntry.action.in_(RIGHTS)
    )
    order = (AuditEntry.at.desc(), AuditEntry.subject.desc(), AuditEntry.seq.desc())
    if found := _marked(before):
        row = tuple_(AuditEntry.at, AuditEntry.subject, AuditEntry.seq)
        entries = entries.where(row < found)
    rows = list(session.scalars(entries.order_by(*order).limit(PAGE + 1)))
    people = _people(session, institution_id)
    offices = dict(
        session.execute(
            select(Branch.id, Branch.name).where(Branch.institution_id == institution_id)
        ).all()
    )
    return [_change(row, people, offices) for row in rows]


def _change(
    row: AuditEntry, people: dict[str, tuple[str, str, str]], offices: dict[str, str]
) -> Change:
    account = row.subject.partition(":")[2]
    login_id, name, person = people.get(account, ("", "", ""))
    kind, _, actor = row.actor.partition(":")
    by = name if kind == "person" and actor == person else people.get(actor, ("", "", ""))[1]
    return Change(
        at=row.at,
        action=row.action,
        name=name,
        login_id=login_id,
        role=str(row.facts.get("role", "")),
        was=str(row.facts.get("was", "")),
        branch=offices.get(str(row.facts.get("branch", "")), ""),
        by=by,
        mark=f"{row.at.isoformat()}|{row.subject}|{row.seq}",
    )


def _people(session: Session, institution_id: str) -> dict[str, tuple[str, str, str]]:
    query = (
        select(Account.id, Account.login_id, Person.name, Person.id)
        .join(Person, Person.id == Account.person_id)
        .where(Account.institution_id == institution_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query)}


def _marked(mark: str) -> tuple[datetime, str, int] | None:
    at, _, rest = mark.partition("|")
    subject, _, seq = rest.partition("|")
    try:
        return datetime.fromisoformat(at), subject, int(seq)
    except ValueError:
        return None
