"""담당자: sees the request and how far it is, never signs (E7)."""

from werkzeug.wrappers import Response

from app.agreements.queries import Visit
from app.web.pages import render


def show(visit: Visit) -> Response:
    """The request and its papers, without anything to press."""
    return render(
        "agreements/reading.html",
        agreement=visit.agreement,
        papers=visit.papers,
        stand=visit.stand,
    )
