"""The calm pages of a request that can't be signed (any more): what happened, what to do next."""

from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import rules
from app.agreements.queries import Visit
from app.db.unit import reading
from app.parties.models import Person
from app.signing.queries import Sitting
from app.web.pages import render

PAGES = {
    rules.DECLINED: "agreements/declined.html",
    rules.EXPIRED: "agreements/expired.html",
    rules.RECALLED: "agreements/recalled.html",
}


def show(visit: Visit) -> Response:
    """410: declined, expired or recalled; what became of what was signed."""
    agreement = visit.agreement
    by_me = agreement.ended_by == current_user.person_id
    return render(
        PAGES[agreement.state],
        410,
        agreement=agreement,
        voided=visit.voided,
        signed=visit.signed_by_me,
        ended_at=agreement.ended_at,
        declined_by="" if by_me or not agreement.ended_by else _name(agreement.ended_by),
        reason=agreement.reason if by_me or not agreement.ended_by else "",
    )


def replaced(visit: Visit) -> Response:
    """409: the register names other representatives than when the request was sent."""
    return render("agreements/replaced.html", 409, agreement=visit.agreement)


def _name(person_id: str) -> str:
    with reading() as session:
        return session.get_one(Person, person_id).name


def already_signed(visit: Visit, sitting: Sitting) -> Response:
    """409: this person has signed already; the result is on the page."""
    signature = sitting.signature
    assert signature is not None, "asked only of a signed sitting"
    return render("agreements/signed.html", 409, agreement=visit.agreement, signed_at=signature.at)


def changed(visit: Visit) -> Response:
    """409: the text is not the one this person has seen."""
    return render("agreements/changed.html", 409, agreement=visit.agreement)
