"""The verbs of an edition: begun, edited, asked for, sent back, published, discarded."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.editions import checks, clauses, parts, queries, rules
from app.editions.models import Edition, EditionHand
from app.evidence import papers
from app.parties.models import Institution


@dataclass(frozen=True)
class By:
    """Who acts: a member of staff, where, and as which person."""

    institution_id: str
    account_id: str
    person_id: str


def begin(u: Unit, by: By, template_id: str) -> int:
    """Begin a draft from the newest published version, or go on with the one that is open.

    Returns its number; raises NotFound for a template the house does not know.
    """
    if template_id not in rules.KINDS:
        raise NotFound()
    home = select(Institution.id).where(Institution.id == by.institution_id)
    u.session.execute(home.with_for_update())  # one at a time: the second finds the first one's
    mine = (Edition.institution_id == by.institution_id, Edition.template_id == template_id)
    open_ = select(Edition.version).where(*mine, Edition.state.in_(rules.OPEN_STATES))
    found = u.session.scalar(open_)
    if found is not None:
        return found
    every = queries.versions(u.session, by.institution_id, template_id)
    origin = next(v for v in every if v.standing != "discarded")
    last = u.session.scalar(select(func.max(Edition.version)).where(*mine)) or 0
    edition = Edition(
        id=new_id(),
        institution_id=by.institution_id,
        template_id=template_id,
        version=max(last, *papers.shipped(template_id)) + 1,
        base=origin.edition.base if origin.edition else origin.version,
        state=rules.DRAFT,
        content=clauses.content_of(origin.template),
        content_hash="",
        drafted_by=by.account_id,
        drafted_at=u.now,
        changed_at=u.now,
    )
    edition.content_hash = queries.content_hash(edition)
    u.session.add(edition)
    u.session.flush()
    _put_hand(u, edition, by)
    _emit(u, edition, "drafted", by, {"from": origin.version})
    return edition.version


def edit(
    u: Unit, by: By, template_id: str, version: int, part: str, seen: str, given: clauses.Content
) -> None:
    """Keep one part of a draft as it was given; what is wrong with its words is said elsewhere.

    seen: the part's hash when it was opened. Refused EDITION_CHANGED (409) when somebody has
    changed the same part since.
    """
    edition = _locked(u, by, template_id, version)
    state, there = rules.move(edition.state, "edited"), parts.of(edition.content, part)
    if given == there:
        return
    if parts.digest(there) != seen:
        raise Refused("EDITION_CHANGED", 409)
    edition.state = state
    edition.content = {**edition.content, **given}
    edition.content_hash = queries.content_hash(edition)
    edition.changed_at = u.now
    _put_hand(u, edition, by)
    _emit(u, edition, "edited", by, {"part": part})


def ask(u: Unit, by: By, template_id: str, version: int, day: date) -> None:
    """Ask a second person to publish a draft from a day on.

    Refused EDITION_PROBLEMS or EDITION_DAY (422).
    """
    edition = _locked(u, by, template_id, version)
    if edition.state == rules.ASKED and edition.effective_from == day:
        return
    state = rules.move(edition.state, "asked")
    if checks.problems(queries.made(edition)):
        raise Refused("EDITION_PROBLEMS", 422)
    _check_day(u, edition, day, 422)
    edition.state, edition.effective_from, edition.reason = state, day, ""
    edition.asked_by, edition.asked_at = by.account_id, u.now
    _put_hand(u, edition, by)
    _emit(u, edition, "asked", by)


def publish(u: Unit, by: By, template_id: str, version: int, seen: str) -> None:
    """Publish what was asked for; from now on it never changes.

    seen: the hash of the words that were read. Refused EDITION_OWN_WORK (409) for whoever had a
    hand in it, EDITION_CHANGED (409) when it is not what was read, EDITION_DAY (409) when its day
    has come too near meanwhile.
    """
    edition = _locked(u, by, template_id, version)
    if edition.state == rules.PUBLISHED and edition.published_by == by.account_id:
        return
    state = rules.move(edition.state, "published")
    rules.check_publisher(queries.hands(u.session, edition.id), by.person_id)
    if edition.content_hash != seen:
        raise Refused("EDITION_CHANGED", 409)
    assert edition.effective_from, "it was asked for with a day"
    _check_day(u, edition, edition.effective_from, 409)
    papers.check(queries.made(edition))
    edition.state, edition.published_by, edition.published_at = state, by.account_id, u.now
    u.session.flush()
    _emit(u, edition, "published", by)


def send_back(u: Unit, by: By, template_id: str, version: int, reason: str) -> None:
    """Send a draft back to who drafted it, with a reason; Refused EDITION_REASON (422)."""
    least, most = rules.REASON
    if not least <= len(reason) <= most or not reason.isprintable():
        raise Refused("EDITION_REASON", 422, least=least, most=most)
    edition = _locked(u, by, template_id, version)
    if edition.state == rules.DRAFT and edition.reason == reason:
        return
    edition.state = rules.move(edition.state, "sent-back")
    edition.reason = reason
    _emit(u, edition, "sent-back", by)


def discard(u: Unit, by: By, template_id: str, version: int) -> None:
    """Give a draft up; its number is not given again."""
    edition = _locked(u, by, template_id, version)
    if edition.state == rules.DISCARDED:
        return
    edition.state = rules.move(edition.state, "discarded")
    edition.changed_at = u.now
    _emit(u, edition, "discarded", by)


def _check_day(u: Unit, edition: Edition, day: date, status: int) -> None:
    first = queries.first_day(u.session, edition)
    if not first <= day <= rules.LAST_DAY:
        raise Refused("EDITION_DAY", status, day=f"{first:%Y.%m.%d}")


def _locked(u: Unit, by: By, template_id: str, version: int) -> Edition:
    """The institution's edition, locked until the unit ends; raises NotFound."""
    query = select(Edition).where(
        Edition.institution_id == by.institution_id,
        Edition.template_id == template_id,
        Edition.version == version,
    )
    edition = u.session.scalar(query.with_for_update())
    if edition is None:
        raise NotFound()
    return edition


def _put_hand(u: Unit, edition: Edition, by: By) -> None:
    if u.session.get(EditionHand, (edition.id, by.person_id)) is None:
        hand = EditionHand(
            edition_id=edition.id, person_id=by.person_id, account_id=by.account_id, at=u.now
        )
        u.session.add(hand)
    u.session.flush()


def _emit(u: Unit, edition: Edition, what: str, by: By, more: dict[str, Any] | None = None) -> None:
    u.session.flush()
    day = edition.effective_from
    facts = {
        "template": edition.template_id,
        "version": edition.version,
        "hash": edition.content_hash,
        "effective_from": day.isoformat() if day else "",
        **(more or {}),
    }
    subject = queries.subject(edition.institution_id, edition.template_id)
    actor = Actor("staff", by.account_id)
    u.emit(Event(f"editions:edition:{what}", subject, edition.institution_id, actor, facts))
