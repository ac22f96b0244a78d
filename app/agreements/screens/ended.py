"""The calm pages of a request that can't be signed (any more): what happened, what to do next."""

from werkzeug.wrappers import Response

from app.agreements import rules
from app.agreements.queries import Visit
from app.signing.queries import Sitting
from app.web.pages import render

PAGES = {
    rules.DECLINED: "agreements/declined.html",
    rules.EXPIRED: "agreements/expired.html",
    rules.RECALLED: "agreements/recalled.html",
}


def show(visit: Visit) -> Response:
    """410: declined, expired or recalled."""
    agreement = visit.agreement
    return render(
        PAGES[agreement.state],
        410,
        agreement=agreement,
        declined_at=agreement.ended_at,
        recalled_at=agreement.ended_at,
        reason=agreement.reason,
    )


def already_signed(visit: Visit, sitting: Sitting) -> Response:
    """409: this person has signed already; the result is on the page."""
    signature = sitting.signature
    assert signature is not None, "asked only of a signed sitting"
    return render("agreements/signed.html", 409, agreement=visit.agreement, signed_at=signature.at)


def changed(visit: Visit) -> Response:
    """409: the text is not the one this person has seen."""
    return render("agreements/changed.html", 409, agreement=visit.agreement)
