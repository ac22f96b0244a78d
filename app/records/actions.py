"""Writing the access log: who looked, why they may see what is masked, a month's review."""

from collections.abc import Iterable

from sqlalchemy import insert, select

from app.core import clock
from app.core.errors import Refused
from app.core.events import Actor, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.records import rules
from app.records.models import Access, AccessSubject, Reason, Review
from app.records.rules import REVEALED, VIEWED, Looker, Use


def looked_at(
    u: Unit,
    looker: Looker,
    people: Iterable[str],
    what: str,
    reference: str = "",
    *,
    action: str = VIEWED,
    reason: Reason | None = None,
) -> None:
    """Record that somebody's data was before a member of staff (B3-03); nobody's, nothing.

    people: person ids; what: a word of `records.what.*`; reference: the request's number.
    Raises Refused REASON (403) when masked data is revealed without a reason.
    """
    subjects = rules.whose(people)
    if not subjects:
        return
    if action == REVEALED and reason is None:
        raise Refused("REASON", 403)
    why = (reason.purpose, reason.words) if reason else ("", "")
    place = (looker.institution_id, looker.account_id, looker.login_id)
    act = (action, what, reference)
    use = Use(new_id(), *place, u.now, looker.address, *act, *why, subjects)
    _write(u, use)


def give_reason(u: Unit, looker: Looker, person_id: str, purpose: str, words: str) -> Reason:
    """Say why one wants to see what is masked of a person, or to take it along; it holds for ten
    minutes.

    Raises Refused REASON_PURPOSE or REASON_WORDS (422).
    """
    if purpose not in rules.PURPOSES:
        raise Refused("REASON_PURPOSE", 422)
    least, most = rules.WORDS
    if not least <= len(words) <= most:
        raise Refused("REASON_WORDS", 422, least=least, most=most)
    reason = Reason(
        id=new_id(),
        account_id=looker.account_id,
        person_id=person_id,
        purpose=purpose,
        words=words,
        at=u.now,
    )
    u.session.add(reason)
    u.session.flush()
    return reason


def sign_review(
    u: Unit, institution_id: str, month: str, signer: Actor, name: str, result: str, unusual: bool
) -> None:
    """Sign a past month's review, once. Raises Refused REVIEW_EARLY, REVIEW_DONE (409), or
    REVIEW_RESULT (422)."""
    if not rules.is_over(month, clock.today()):
        raise Refused("REVIEW_EARLY", 409)
    least, most = rules.RESULT
    if not least <= len(result) <= most:
        raise Refused("REVIEW_RESULT", 422, least=least, most=most)
    known = select(Review.id).where(Review.institution_id == institution_id, Review.month == month)
    if u.session.scalar(known):
        raise Refused("REVIEW_DONE", 409)
    review = Review(
        institution_id=institution_id,
        month=month,
        unusual=unusual,
        result=result,
        signed_by=signer.id,
        name=name,
        at=u.now,
    )
    u.session.add(review)
    u.session.flush()
    facts = {"month": month, "unusual": unusual}
    subject = f"review:{institution_id}"
    u.emit(Event("records:review:signed", subject, institution_id, signer, facts))


def note_export(u: Unit, looker: Looker, rows: int) -> None:
    """The log itself was taken along: that is recorded too."""
    actor = Actor("staff", looker.account_id)
    subject = f"access:{looker.account_id}"
    facts = {"rows": rows}
    u.emit(Event("records:log:exported", subject, looker.institution_id, actor, facts))


def _write(u: Unit, use: Use) -> None:
    proof, fields = rules.digest(use), dict(use.__dict__)
    people = fields.pop("subjects")
    u.session.add(Access(**fields, subjects=len(people), digest=proof))
    u.session.flush()
    rows = [{"access_id": use.id, "person_id": person} for person in people]
    u.session.execute(insert(AccessSubject), rows)
    facts = {"access": use.id, "action": use.action, "subjects": len(people), "digest": proof}
    actor = Actor("staff", use.account_id)
    subject = f"access:{use.account_id}"
    u.emit(Event("records:data:seen", subject, use.institution_id, actor, facts))
