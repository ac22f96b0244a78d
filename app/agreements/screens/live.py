"""Pages that wait for others ask whether anything has happened, and open again once it has."""

from flask import Response

from app.agreements.queries import Visit


def answer(visit: Visit, seen: str) -> Response:
    """204; htmx opens the page again when the request no longer stands as the page says."""
    response = Response(status=204)
    if seen != visit.stand:
        response.headers["HX-Refresh"] = "true"
    return response
