"""인증번호: by call or text to the number of record. Two transactions, as everywhere.

Nothing here shows whether a code went out: no live status, one life for every code.
"""

from flask import redirect, request
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Refused
from app.db.unit import reading, unit
from app.identity.actions import spend_try
from app.identity.challenges import Spent, refusal
from app.identity.rules import CHANNELS, offered
from app.joining import actions
from app.joining.models import Joining
from app.joining.queries import Code, code_of
from app.joining.screens import frame
from app.joining.screens.frame import Problems


def show(purpose: str) -> Response:
    """The choice of call or text, or the field for the code."""
    joining = frame.at(purpose, "code")
    return joining if isinstance(joining, Response) else _page(purpose, joining)


def send(purpose: str) -> Response:
    """전화로 받기, 문자로 받기: a new code; the one before it dies."""
    joining = frame.at(purpose, "code")
    if isinstance(joining, Response):
        return joining
    channel = request.form.get("channel", "")
    try:
        if channel not in CHANNELS:
            raise Refused("CHANNEL_UNKNOWN", 422, "identity.refused.channel_unknown")
        if channel not in offered():
            raise Refused("CHANNEL_OFF", 422, "identity.refused.channel_off")
        with unit() as u:
            actions.send_code(u, joining.id, channel, frame.host())
    except Refused as refused:
        return _refused(purpose, joining, refused)
    return redirect(f"/{purpose}/code", 303)


def answer(purpose: str) -> Response:
    """Spend a try, then look at the code."""
    joining = frame.at(purpose, "code")
    if isinstance(joining, Response):
        return joining
    code = _code(joining)
    try:
        if code and not code.seconds:
            raise refusal(Spent("expired"))
        with unit() as u:
            challenge = code.challenge_id if code else ""
            spent = spend_try(u, challenge, joining.id, joining.claimant)
        with unit() as u:
            actions.recognise(u, joining.id, spent, request.form.get("code", "")[:11])
    except Refused as refused:
        now = frame.standing(purpose)
        if now and now.verified_at:  # sent twice: the other one was right
            return frame.onward(purpose, now)
        return _refused(purpose, joining, refused)
    return frame.onward(purpose, frame.standing(purpose))


def _code(joining: Joining) -> Code | None:
    with reading() as session:
        return code_of(session, joining, clock.now())


def _refused(purpose: str, joining: Joining, refused: Refused) -> Response:
    if not refused.key.startswith("identity."):
        raise refused
    return _page(purpose, joining, refused.status, frame.told(refused, "code"))


def _page(
    purpose: str, joining: Joining, status: int = 200, errors: Problems | None = None
) -> Response:
    code = _code(joining)
    facts = joining.facts or {}
    template = "code" if code else "choose"
    last_four = facts.get("last_four", "")
    return frame.page(template, purpose, joining, status, errors, code=code, last_four=last_four)
