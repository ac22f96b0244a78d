"""Reading editions: what a document was made from, what is in force, what an institution has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.core import clock
from app.core.errors import NotFound
from app.db.unit import reading
from app.editions import clauses, rules
from app.editions.models import Edition, EditionHand
from app.evidence import papers
from app.evidence.papers import PaperTemplate
from app.parties import policies
from app.parties.models import Person

BASE = 1
"""The shipped version every institution begins with."""


@dataclass(frozen=True)
class Version:
    """A version of a template as staff see it, shipped or their own.

    standing: `draft`, `asked`, `discarded`, or one of `rules.standing`; edition: None of a shipped.
    """

    template: PaperTemplate
    standing: str
    effective_from: date | None
    edition: Edition | None
    content_hash: str

    @property
    def version(self) -> int:
        """Its number."""
        return self.template.version

    @property
    def changed_at(self) -> datetime | None:
        """When anything last happened to it; None of a shipped one."""
        return (self.edition.published_at or self.edition.changed_at) if self.edition else None


def template(institution_id: str, template_id: str, version: int) -> PaperTemplate:
    """The text a document of this institution was made from; raises LookupError without one.

    An institution's own version goes before a shipped one of the same number: it was there first.
    """
    if version <= BASE:
        return papers.load(template_id, version)
    return _kept(institution_id, template_id, version)


@lru_cache(maxsize=256)
def _kept(institution_id: str, template_id: str, version: int) -> PaperTemplate:
    """A published version never changes, so each process asks for it once."""
    with reading() as session:
        edition = edition_of(session, institution_id, template_id, version)
    if edition is None:
        return papers.load(template_id, version)
    if edition.state != rules.PUBLISHED:
        raise LookupError(f"{template_id} version {version} is not published")
    return papers.check(made(edition))


def in_force(session: Session, institution_id: str, template_id: str, on: date) -> PaperTemplate:
    """The text a paper composed on that day is made from."""
    own = rules.in_force(days(session, institution_id, template_id), on)
    if own is not None:
        return template(institution_id, template_id, own)
    return papers.load(template_id, rules.in_force(_shipped_days(template_id), on) or BASE)


def edition_of(
    session: Session, institution_id: str, template_id: str, version: int
) -> Edition | None:
    """The institution's edition of that number, or None."""
    return session.scalar(
        select(Edition).where(
            Edition.institution_id == institution_id,
            Edition.template_id == template_id,
            Edition.version == version,
        )
    )


def made(edition: Edition) -> PaperTemplate:
    """The template an edition's clauses make; raises ValueError when its words were tampered with.

    Whoever changes the row past the actions does not change what is signed.
    """
    if content_hash(edition) != edition.content_hash:
        raise ValueError(f"{edition.template_id} version {edition.version} is not as it was kept")
    shipped = papers.load(edition.template_id, edition.base)
    day = edition.effective_from or clock.kst(edition.drafted_at).date()
    return clauses.template_of(edition.content, shipped, edition.version, day)


def content_hash(edition: Edition) -> str:
    """What its words come to now."""
    return clauses.content_hash(edition.template_id, edition.version, edition.content)


def versions(session: Session, institution_id: str, template_id: str) -> list[Version]:
    """Every version of a template that the institution has, the newest first."""
    today = clock.today()
    own = {e.version: e for e in _editions(session, institution_id, template_id)}
    published = days(session, institution_id, template_id)
    files = _shipped_days(template_id)
    found = [_own(edition, published, today) for edition in own.values()]
    kept = rules.in_force(published, today) is not None
    for version, day in files.items():
        if version not in own and (version == BASE or not own):
            standing = rules.PAST if kept else rules.standing(files, version, today)
            text = papers.load(template_id, version)
            digest = clauses.content_hash(template_id, version, clauses.content_of(text))
            found.append(Version(text, standing, day, None, digest))
    return sorted(found, key=lambda each: each.version, reverse=True)


def one(session: Session, institution_id: str, template_id: str, version: int) -> Version:
    """One version; raises NotFound for what this institution does not have."""
    if template_id not in rules.KINDS:
        raise NotFound()
    every = versions(session, institution_id, template_id)
    found = next((each for each in every if each.version == version), None)
    if found is None:
        raise NotFound()
    return found


def hands(session: Session, edition_id: str) -> list[str]:
    """The persons who had a hand in an edition."""
    query = select(EditionHand.person_id).where(EditionHand.edition_id == edition_id)
    return list(session.scalars(query))


def names(session: Session, accounts: Iterable[str | None]) -> dict[str, str]:
    """Account -> the name of whose it is."""
    query = (
        select(Account.id, Person.name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_([each for each in accounts if each]))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def days(session: Session, institution_id: str, template_id: str) -> dict[int, date]:
    """The institution's published versions with their first days."""
    query = select(Edition.version, Edition.effective_from).where(
        Edition.institution_id == institution_id,
        Edition.template_id == template_id,
        Edition.state == rules.PUBLISHED,
    )
    return {version: day for version, day in session.execute(query) if day}


def first_day(session: Session, edition: Edition) -> date:
    """The earliest day it may take effect, if it were published today."""
    begun = days(session, edition.institution_id, edition.template_id)
    notice = policies.in_force(session, edition.institution_id, policies.TEMPLATE_NOTICE)
    return rules.first_day(begun.values(), clock.today(), notice)


def subject(institution_id: str, template_id: str) -> str:
    """The aggregate in whose audit chain everything about the institution's template stands."""
    return f"template:{institution_id}:{template_id}"


def _own(edition: Edition, published: dict[int, date], today: date) -> Version:
    kept = edition.state == rules.PUBLISHED
    standing = rules.standing(published, edition.version, today) if kept else edition.state.lower()
    text = made(edition)
    return Version(text, standing, edition.effective_from, edition, edition.content_hash)


def _editions(session: Session, institution_id: str, template_id: str) -> list[Edition]:
    query = select(Edition).where(
        Edition.institution_id == institution_id, Edition.template_id == template_id
    )
    return list(session.scalars(query))


def _shipped_days(template_id: str) -> dict[int, date]:
    loaded = (papers.load(template_id, version) for version in papers.shipped(template_id))
    return {text.version: text.effective_from for text in loaded}
