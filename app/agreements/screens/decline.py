"""거절: a signer says no, and why."""

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import actions
from app.agreements.queries import Visit
from app.core.texts import t
from app.db.types import new_id
from app.db.unit import unit
from app.web.pages import render

LEAST, MOST = 2, 200


def show(visit: Visit) -> Response:
    """Ask for the reason."""
    return _page(visit, "", [])


def answer(visit: Visit) -> Response:
    """End the request with the reason."""
    typed = " ".join(request.form.get("reason", "").split())
    reason = "".join(c for c in typed if c.isprintable())  # nothing that turns or hides words
    if not LEAST <= len(reason) <= MOST:
        problem = {"field": "reason", "text": t("agreements.decline.missing")}
        return _page(visit, reason, [problem], 422)
    with unit() as u:
        actions.decline(u, visit.agreement.number, current_user.person_id, reason)
    return redirect(url_for("agreements.start", number=visit.agreement.number), 303)


def _page(visit: Visit, reason: str, errors: list[dict[str, str]], status: int = 200) -> Response:
    return render(
        "agreements/decline.html",
        status,
        agreement=visit.agreement,
        concluded=visit.guarantee_concluded,
        idempotency_key=new_id(),
        reason=reason,
        errors=errors,
    )
