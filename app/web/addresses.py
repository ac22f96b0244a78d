"""Where a person was, so that they can be brought back."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def return_address() -> str:
    """The page at hand; for a post to an address that shows nothing, the page above it."""
    if request.method in ("GET", "HEAD"):
        return request.full_path if request.query_string else request.path
    path = request.path
    while path and not _shows(path):
        path = path.rpartition("/")[0]
    return path or "/"


def _shows(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


WINGS = ("desk", "verify", "enrol")
"""Parts of the house with a style of their own: the desk, the check of papers, coming in.
Links into them and out of them load the page anew."""


def wing() -> str:
    """The wing the address stands in; an empty text for the house itself."""
    first = request.path.split("/")[1]
    return first if first in WINGS else ""
