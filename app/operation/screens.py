"""`/readyz`, for whoever sends visitors here; `/metrics`, for whoever knows the token."""

import hmac

from flask import Blueprint, Response, current_app, request

from app.config import Settings
from app.core.errors import NotFound
from app.web.guards import public

doors = Blueprint("operation", __name__)


@doors.get("/readyz")
@public
def readyz() -> Response:
    """`ready`, or 503 and what is missing: database, its version, a worker, room on the disk."""
    from app.operation import ready

    if missing := list(ready.problems(current_app.config["DOJANG"])):
        return Response("".join(f"{line}\n" for line in missing), 503, mimetype="text/plain")
    said = "ready, maintenance: people read only\n" if ready.maintained() else "ready\n"
    return Response(said, mimetype="text/plain")


@doors.get("/metrics")
@public
def metrics() -> Response:
    """Figures for monitoring; without METRICS_TOKEN, or without showing it, there is nothing."""
    from app.operation.metrics import exposition

    settings: Settings = current_app.config["DOJANG"]
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.metrics_token}"
    if not settings.metrics_token or not hmac.compare_digest(shown.encode(), wanted.encode()):
        raise NotFound()
    return Response(exposition(settings), mimetype="text/plain; version=0.0.4")
