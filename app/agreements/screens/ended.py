"""The calm pages of a request that can't be signed (any more): what happened, what to do next."""

from werkzeug.wrappers import Response

from app.agreements import rules
from app.agreements.queries import Visit
from app.web.pages import render

PAGES = {
    rules.DECLINED: "agreements/declined.html",
    rules.EXPIRED: "agreements/expired.html",
    rules.RECALLED: "agreements/recalled.html",
    rules.COMPLETED: "agreements/signed.html",
}


def show(visit: Visit) -> Response:
    """410: declined, expired or recalled; 409: concluded."""
    state = visit.agreement.state
    status = 409 if state == rules.COMPLETED else 410
    return render(PAGES[state], status, agreement=visit.agreement)


def already_signed(visit: Visit) -> Response:
    """409: this person has signed already; the result is on the page."""
    return render("agreements/signed.html", 409, agreement=visit.agreement)


def changed(visit: Visit) -> Response:
    """409: the text is not the one this page was made from."""
    return render("agreements/changed.html", 409, agreement=visit.agreement)
