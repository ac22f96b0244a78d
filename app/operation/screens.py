"""`/metrics`, for whoever knows the token."""

import hmac

from flask import Blueprint, Response, current_app, request

from app.config import Settings
from app.core.errors import NotFound
from app.web.guards import public

doors = Blueprint("operation", __name__)


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
