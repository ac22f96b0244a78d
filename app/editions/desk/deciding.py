"""What is done with a version: begun, asked for, published, sent back, discarded."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import Unit, unit
from app.editions import actions, forms
from app.editions.desk import frame, one

NO_DAY = "EDITION_NO_DAY"


def begin(template_id: str) -> Response:
    """A new draft, or the one that is open already."""
    with unit() as u:
        version = actions.begin(u, frame.by(), template_id)
    return frame.to(template_id, version, "/edit/articles")


def ask(template_id: str, version: int) -> Response:
    """Ask for publication from the day typed; a wrong day comes back with its sentence."""
    text = request.form.get("day", "")[:20]

    def act(u: Unit) -> None:
        day = one.typed_day(text)
        if day is None:
            raise Refused(NO_DAY, 422)
        actions.ask(u, frame.by(), template_id, version, day)

    return _done(act, template_id, version, "day", {"day": text})


def publish(template_id: str, version: int) -> Response:
    """Publish what was read: the form names its hash."""
    with unit() as u:
        actions.publish(u, frame.by(), template_id, version, request.form.get("seen", ""))
    return frame.to(template_id, version)


def send_back(template_id: str, version: int) -> Response:
    """Send the draft back; a reason that is none comes back with its sentence."""
    reason = forms.read_reason(request.form)

    def act(u: Unit) -> None:
        actions.send_back(u, frame.by(), template_id, version, reason)

    return _done(act, template_id, version, "reason", {"reason": reason})


def discard(template_id: str, version: int) -> Response:
    """Give the draft up."""
    with unit() as u:
        actions.discard(u, frame.by(), template_id, version)
    return frame.to(template_id, version)


def _done(
    act: Callable[[Unit], None], template_id: str, version: int, field: str, typed: dict[str, str]
) -> Response:
    """Act and go back to the version; a form that was wrong (422) is shown again as it was."""
    try:
        with unit() as u:
            act(u)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        errors = [{"field": field, "text": t(refusal.key, **refusal.params)}]
        return one.show(template_id, version, 422, errors, typed)
    return frame.to(template_id, version)
