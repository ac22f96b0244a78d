"""What browsers stopped on our pages: a script or file the content security policy forbids."""

import logging
from typing import Any

from flask import Blueprint, Response, request

from app.core.errors import Refused
from app.web import csrf
from app.web.guards import public
from app.web.headers import POLICY, REPORTS
from app.web.posted import posted_json

log = logging.getLogger(__name__)

MOST = 8 * 1024
"""Bytes of a report; a browser's own are far smaller."""

doors = Blueprint("reports", __name__)


@doors.post(REPORTS)
@csrf.exempt
@public
def report() -> Response:
    """Note which rule stopped something; never the address, which may name a person's agreement."""
    if (request.content_length or 0) > MOST:
        raise Refused("TOO_LARGE", 413)
    log.warning("the content security policy stopped something: %s", _rule())
    return Response(status=204)


def _rule() -> str:
    """The directive's name if it is one of ours: what strangers send is not repeated in the log."""
    sent: Any = posted_json(force=True)
    body = sent.get("csp-report") if isinstance(sent, dict) else None
    said = str(body.get("effective-directive", "")) if isinstance(body, dict) else ""
    name = said.removesuffix("-elem").removesuffix("-attr")
    return name if name in POLICY or name == "style-src" else "unknown"
