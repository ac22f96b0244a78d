"""Reading: who may join, what stands open, how a code goes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import signers
from app.core import clock
from app.identity.models import Challenge
from app.identity.queries import wait_seconds
from app.joining import rules
from app.joining.forms import Facts
from app.joining.models import Invitation, Joining
from app.parties.models import NumberOfRecord
from app.parties.queries import numbers_of_persons, persons_born, persons_of_firm


@dataclass(frozen=True)
class Found:
    """Whom the facts fit, and the number of record a code may go to; all empty for a stranger."""

    person_id: str = ""
    number_id: str = ""
    institution_id: str = ""


@dataclass(frozen=True)
class Code:
    """A code as the page tells of it: nothing here depends on whether anybody gets it.

    seconds: how long it is still good; wait: until another may be asked for.
    """

    challenge_id: str
    seconds: int
    tries_left: int
    wait: int


def whom(session: Session, purpose: str, facts: Facts, invitation_id: str) -> Found:
    """Whom the facts fit, if it is one person who may go on.

    To join: somebody without an account whom that number's institution has invited, in the way
    they come. For a new password: somebody with an account. The same queries whoever is meant.
    """
    people = (
        persons_born(session, facts.name, facts.born)
        if facts.born
        else persons_of_firm(session, facts.name, facts.proof, clock.today())
    )
    numbers = [
        number
        for number in numbers_of_persons(session, people)
        if number.number.endswith(facts.last_four) and not number.rests(clock.now())
    ]
    known = signers(session, people)
    invited = _invited(session, people, invitation_id)
    fitting = [number for number in numbers if _may(purpose, number, known, invited)]
    if len({number.person_id for number in fitting}) != 1:
        return Found()
    first = fitting[0]
    return Found(first.person_id, first.id, first.institution_id)


def _may(
    purpose: str, number: NumberOfRecord, known: dict[str, str], invited: set[tuple[str, str]]
) -> bool:
    if purpose == rules.RESET:
        return bool(known.get(number.person_id))
    return number.person_id not in known and (number.person_id, number.institution_id) in invited


def _invited(session: Session, people: list[str], invitation_id: str) -> set[tuple[str, str]]:
    """(person, institution) of the invitations that let somebody in this way."""
    query = select(Invitation).where(
        Invitation.person_id.in_([*people, ""]),
        Invitation.ended_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return {
        (found.person_id, found.institution_id)
        for found in session.scalars(query)
        if (found.id == invitation_id if invitation_id else found.way == rules.UNLINKED)
    }


def joining_of(session: Session, token: str, purpose: str, now: datetime) -> Joining | None:
    """Whoever carries this token on this way, while there is time."""
    if not token:
        return None
    query = select(Joining).where(
        Joining.token_hash == rules.token_hash(token),
        Joining.purpose == purpose,
        Joining.ends_at > now,
    )
    return session.scalar(query)


def invitation_by_token(session: Session, token: str, now: datetime) -> Invitation | None:
    """The invitation whose link this is, while it can be answered."""
    found = session.scalar(
        select(Invitation).where(Invitation.token_hash == rules.token_hash(token))
    )
    return found if found and found.ended_at is None and found.expires_at > now else None


def invitation(session: Session, invitation_id: str) -> Invitation | None:
    """By its id."""
    return session.get(Invitation, invitation_id) if invitation_id else None


def open_invitations(session: Session, person_ids: list[str]) -> list[Invitation]:
    """What stands open for these persons, expired or not."""
    query = select(Invitation).where(
        Invitation.person_id.in_([*person_ids, ""]), Invitation.ended_at.is_(None)
    )
    return list(session.scalars(query))


def code_of(session: Session, joining: Joining, now: datetime) -> Code | None:
    """The newest code of this way, its time or tries over or not; None before the first."""
    query = (
        select(Challenge)
        .where(Challenge.session_id == joining.id, Challenge.state == "sent")
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .limit(1)
    )
    found = session.scalar(query)
    if found is None:
        return None
    left = int((found.created_at + rules.CODE - now).total_seconds())
    wait = wait_seconds(session, joining.claimant, now)
    return Code(found.id, max(left, 0), found.max_tries - found.tries, wait)
