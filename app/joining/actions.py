"""From the first page to the account: begin, say who, be checked, choose. Spend a try in a unit of
its own before `recognise`, as everywhere (decision 43)."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.accounts import actions as accounts
from app.accounts.queries import signers
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.core.phone import may_text
from app.db.types import new_id, ring
from app.db.unit import Unit
from app.identity import actions as identity
from app.identity import queries as checks
from app.identity.actions import Spent, Wording
from app.identity.rules import Binding, Channel
from app.joining import invitations, rules
from app.joining.forms import Facts
from app.joining.models import Invitation, Joining
from app.joining.queries import whom
from app.limits.actions import take
from app.parties.models import Institution, NumberOfRecord, Person

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in: what its owner knows it by, and the token it carried until now."""

    label: str
    here: str


PURPOSES = {rules.JOIN: "전자약정 가입", rules.RESET: "비밀번호 찾기"}
"""How a text message names the matter."""


def begin(u: Unit, purpose: str, address: str, invitation_id: str = "") -> str:
    """Somebody opens the way in a browser. Returns the cookie's token, kept nowhere."""
    usual = take(u, "joining:address", address, rules.BEGINNINGS, rules.BEGINNINGS_WINDOW)
    if not usual:
        log.warning("unusually many on the way to an account from one address")
    token = secrets.token_urlsafe(32)
    u.session.add(
        Joining(
            id=new_id(),
            token_hash=rules.token_hash(token),
            purpose=purpose,
            invitation_id=invitation_id,
            created_at=u.now,
            ends_at=u.now + rules.LIFE,
        )
    )
    u.session.flush()
    return token


def of_token(u: Unit, token: str) -> Joining:
    """The way that was just begun."""
    query = select(Joining).where(Joining.token_hash == rules.token_hash(token))
    return u.session.scalars(query).one()


def say_who(u: Unit, joining_id: str, facts: Facts) -> None:
    """Keep who somebody says to be; nothing that is answered shows whether it fits anybody."""
    joining = _locked(u, joining_id)
    found = whom(u.session, joining.purpose, facts, joining.invitation_id)
    joining.facts, joining.claimant = facts.__dict__.copy(), facts.claimant
    joining.person_id, joining.number_id = found.person_id, found.number_id
    joining.institution_id = found.institution_id
    identity.void_codes(u, session_id=joining.id)


def send_code(u: Unit, joining_id: str, channel: Channel, host: str) -> None:
    """Send a code to the number of record, if there is one that takes codes now. Raises as
    `identity.send_unseen`.

    A text message that the number cannot get is read out instead, without a word about it.
    """
    joining = _locked(u, joining_id)
    number = u.session.get(NumberOfRecord, joining.number_id)
    digits = number.number if number and not number.rests(u.now) else ""
    if digits and channel == "sms" and not may_text(digits):
        channel = "call"
    place = u.session.get(Institution, joining.institution_id)
    identity.send_unseen(
        u,
        claimant=joining.claimant,
        number=digits,
        channel=channel,
        binding=_binding(joining, digits),
        institution_id=joining.institution_id,
        wording=Wording(
            place.short_name if place else "",
            place.name if place else "",
            PURPOSES[joining.purpose],
            host,
            "delivery.plain_otp",
        ),
    )


def recognise(u: Unit, joining_id: str, spent: Spent, code: str) -> None:
    """Look at the code: whoever has it is the person. Raises as `identity.use_code`."""
    joining = _locked(u, joining_id)
    number = u.session.get(NumberOfRecord, joining.number_id)
    check = identity.use_code(u, spent, code, _binding(joining, number.number if number else ""))
    check.person_id = joining.person_id
    joining.check_id, joining.verified_at = check.id, u.now
    joining.ends_at = u.now + rules.CHOOSING
    _tell(u, joining, "joining:person:recognised", check=check.id)


def finish(u: Unit, joining_id: str, login_id: str, password_hash: str, browser: Browser) -> str:
    """Make the account, or set the new password and end every session; sign in. The token.

    password_hash: made before the transaction. Raises Refused LOGIN_TAKEN (409), JOIN_DONE (409)
    the second time, JOIN_OVER (410) when invitation, number or time are no longer what they were.
    """
    joining = _recognised(u, joining_id)
    u.session.get_one(Person, joining.person_id, with_for_update=True)
    account_id = signers(u.session, [joining.person_id]).get(joining.person_id)
    if joining.purpose == rules.RESET and account_id:
        accounts.set_password(u, account_id, password_hash, "reset")
        _tell(u, joining, "joining:password:reset", account=account_id)
    elif joining.purpose == rules.JOIN and account_id is None and _invited(u, joining):
        actor = Actor("person", joining.person_id)
        account_id = accounts.add_account(u, login_id, password_hash, joining.person_id, actor)
        invitations.claimed(u, joining.person_id)
        _tell(u, joining, "joining:account:claimed", account=account_id)
    else:
        raise Refused("JOIN_OVER", 410)
    joining.done_at = u.now
    return accounts.start_session(u, account_id, browser.label, browser.here)


def forget_joinings(u: Unit, before: datetime) -> None:
    """Throw away what was typed on ways that were over by then."""
    u.session.execute(delete(Joining).where(Joining.ends_at <= before))


def _locked(u: Unit, joining_id: str) -> Joining:
    query = select(Joining).where(Joining.id == joining_id).with_for_update()
    found = u.session.scalar(query.execution_options(populate_existing=True))
    if found is None or found.ends_at <= u.now:
        raise Refused("JOIN_OVER", 410)
    return found


def _recognised(u: Unit, joining_id: str) -> Joining:
    """The way of somebody who was recognised, whose number of record is still the one checked."""
    joining = _locked(u, joining_id)
    if joining.done_at:
        raise Refused("JOIN_DONE", 409)
    check = checks.check_of(u.session, joining.check_id)
    number = u.session.get(NumberOfRecord, joining.number_id)
    same = check and number and checks.number_hash(number.number) == check.number_hash
    if not joining.verified_at or number is None or not same or number.rests(u.now):
        raise Refused("JOIN_OVER", 410)
    return joining


def _invited(u: Unit, joining: Joining) -> bool:
    """Whether the invitation that let this one in still stands; locked."""
    query = select(Invitation).where(
        Invitation.person_id == joining.person_id,
        Invitation.institution_id == joining.institution_id,
        Invitation.ended_at.is_(None),
        Invitation.expires_at > u.now,
    )
    found = u.session.scalar(query.with_for_update())
    if found is None:
        return False
    linked = found.id == joining.invitation_id
    return linked if joining.invitation_id else found.way == rules.UNLINKED


def _binding(joining: Joining, number: str) -> Binding:
    return Binding(
        purpose=joining.purpose,
        agreement=f"joining:{joining.id}",
        version=1,
        document_hash="",
        amount=0,
        number=number,
        session=joining.id,
        act=ring().blind(joining.claimant, "joining.act"),
    )


def _tell(u: Unit, joining: Joining, what: str, **facts: str) -> None:
    subject, actor = f"person:{joining.person_id}", Actor("person", joining.person_id)
    u.emit(Event(what, subject, joining.institution_id, actor, facts))
