"""Inviting somebody of the register to join. Staff ask for it and never see the link."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.queries import signers
from app.core.clock import kst
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.core.phone import hyphened
from app.db.types import new_id
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.rules import Lane
from app.joining import links, rules
from app.joining.models import Invitation
from app.limits.actions import take
from app.parties.models import Institution, Person
from app.parties.policies import INVITATION_DAYS, in_force

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Host:
    """Who invites: an institution, and whom to call about it (the branch, if it is one's)."""

    institution_id: str
    name: str
    phone: str


def invite(u: Unit, host: Host, person_id: str, until: datetime, actor: Actor) -> str:
    """Invite a person until an instant: by a link in a mail, or without one where none is known.

    An open invitation of the same institution is replaced, its link void. Returns its way. Raises
    Refused HAS_ACCOUNT (409).
    """
    person = _without_account(u, person_id)
    way = rules.MAIL if person.mail else rules.UNLINKED
    token = secrets.token_urlsafe(32) if person.mail else ""
    made = _replace(u, host, person_id, way, token, until, actor)
    if person.mail:
        _send(u, host, person, made, token)
    return way


def invite_again(u: Unit, host: Host, person_id: str, actor: Actor) -> str:
    """The same at the desk's word, some times a day. Raises Refused INVITED_OFTEN (429) too."""
    key = f"{host.institution_id}|{person_id}"
    if not take(u, "joining.invitations", key, rules.INVITATIONS_A_DAY, DAY):
        raise Refused("INVITED_OFTEN", 429)
    days = in_force(u.session, host.institution_id, INVITATION_DAYS)
    return invite(u, host, person_id, u.now + timedelta(days=days), actor)


def open_counter(u: Unit, host: Host, person_id: str, actor: Actor) -> None:
    """창구에서 가입: for a day the person may join without a link; the link there is dies.

    There is nothing for staff to see, copy or hand over: whoever joins still passes the check of
    the number of record.
    """
    _without_account(u, person_id)
    until = u.now + rules.AT_THE_COUNTER
    _replace(u, host, person_id, rules.UNLINKED, "", until, actor)


def claimed(u: Unit, person_id: str) -> None:
    """The person has joined: whatever invites them, whoever sent it, is answered."""
    _end(u, [Invitation.person_id == person_id], "claimed")


def lengthen(u: Unit, institution_id: str, person_id: str, until: datetime) -> bool:
    """Let the open invitation last until then, if that is longer; False where there is none."""
    query = select(Invitation).where(
        Invitation.institution_id == institution_id,
        Invitation.person_id == person_id,
        Invitation.ended_at.is_(None),
    )
    found = u.session.scalar(query.with_for_update())
    if found is None:
        return False
    found.expires_at = max(found.expires_at, until)
    u.session.flush()
    return True


def withdraw(u: Unit, institution_id: str, person_id: str) -> None:
    """What the institution invited the person to is over: a link that is out is void."""
    here = Invitation.institution_id == institution_id
    _end(u, [here, Invitation.person_id == person_id], "withdrawn")


def host_of(u: Unit, institution_id: str, phone: str = "") -> Host:
    """An institution as the host; `phone`: a branch's, else its own."""
    found = u.session.get_one(Institution, institution_id)
    return Host(found.id, found.short_name, phone or found.phone)


def _without_account(u: Unit, person_id: str) -> Person:
    """The person, locked so that two invitations or an account don't come about side by side."""
    person = u.session.get_one(Person, person_id, with_for_update=True)
    if signers(u.session, [person_id]):
        raise Refused("HAS_ACCOUNT", 409)
    return person


def _replace(
    u: Unit, host: Host, person_id: str, way: str, token: str, until: datetime, actor: Actor
) -> Invitation:
    here = Invitation.institution_id == host.institution_id
    _end(u, [here, Invitation.person_id == person_id], "replaced")
    made = Invitation(
        id=new_id(),
        institution_id=host.institution_id,
        person_id=person_id,
        way=way,
        token_hash=rules.token_hash(token) if token else None,
        phone=host.phone,
        made_by=f"{actor.kind}:{actor.id}".rstrip(":"),
        created_at=u.now,
        expires_at=until,
    )
    u.session.add(made)
    u.session.flush()
    facts = {"way": way, "until": until.isoformat()}
    subject = f"person:{person_id}"
    u.emit(Event("joining:person:invited", subject, host.institution_id, actor, facts))
    return made


def _end(u: Unit, which: list, how: str) -> None:  # type: ignore[type-arg]
    query = select(Invitation).where(*which, Invitation.ended_at.is_(None)).with_for_update()
    for found in u.session.scalars(query):
        found.ended_at, found.ended_by = u.now, how
    u.session.flush()


def _send(u: Unit, host: Host, person: Person, made: Invitation, token: str) -> None:
    words = {
        "institution": host.name,
        "name": person.name,
        "link": links.link(token),
        "until": f"{kst(made.expires_at):%Y.%m.%d %H:%M}",
        "phone": hyphened(host.phone),
    }
    messages.send_mail(
        u,
        str(person.mail),
        "delivery.invited_mail",
        words,
        f"invitation:{made.id}",
        Lane.ANSWERS,
        subject=f"person:{person.id}",
        institution_id=host.institution_id,
    )
