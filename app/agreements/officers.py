"""Who composes and releases at the desk, as plain values, and the eyes that must be four."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.core.errors import Refused
from app.core.events import Actor
from app.db.unit import Unit
from app.parties.models import Person


@dataclass(frozen=True)
class Officer:
    """A member of staff at work: account, person, institution; without a branch, for all of it."""

    account_id: str
    person_id: str
    institution_id: str
    branch_id: str | None

    @property
    def actor(self) -> Actor:
        """Who the record says it was."""
        return Actor("staff", self.account_id)


def check_no_signer(officer: Officer, signers: Iterable[str]) -> None:
    """Refuse OFFICER_SIGNS (409): whoever composes or releases a request signs none of it."""
    if officer.person_id in signers:
        raise Refused("OFFICER_SIGNS", 409)


def check_second(u: Unit, officer: Officer, composed_by: str) -> None:
    """Refuse SAME_EYES (409) to whoever composed it, under this account or another of theirs."""
    composer = u.session.get_one(Account, composed_by)
    if officer.account_id == composer.id or officer.person_id == composer.person_id:
        raise Refused("SAME_EYES", 409)


def names_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Account id -> name of the members of staff among these actors (`staff:<account id>`)."""
    accounts = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    query = (
        select(Account.id, Person.name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_(accounts))
    )
    return {found.id: found.name for found in session.execute(query)}
