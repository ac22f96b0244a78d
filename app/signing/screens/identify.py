"""본인인증: six digits to the number of record, by call or text; typed in, they conclude.

Two transactions (decision 43): the first spends the try, the second uses the code and signs.
"""

from typing import Any, cast

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Refused
from app.core.phone import masked
from app.core.texts import t
from app.db.unit import reading, unit
from app.identity import actions as identity
from app.identity import queries
from app.identity.queries import OpenCode
from app.identity.rules import Binding, Channel, offered
from app.parties.queries import Number
from app.signing import actions
from app.signing.queries import Sitting
from app.signing.screens.frame import Frame, posted_key
from app.web.pages import render_part

PURPOSE = "sign"


def show(frame: Frame) -> Response:
    """The choice of channel, or the field for the code that is on its way."""
    code = _open_code(frame)
    return _code_page(frame, code) if code else _choice_page(frame)


def send(frame: Frame) -> Response:
    """전화로 받기, 문자로 받기, 다시 받기, 시간 연장: a new code; the one before it dies."""
    number = _chosen(frame)
    channel = cast(Channel, request.form.get("channel", ""))  # an unknown one is refused below
    try:
        with frame.open_unit() as (u, sitting):
            identity.send_code(
                u,
                person_id=frame.person_id,
                number=number.digits,
                channel=channel,
                binding=_binding(frame, sitting, number),
                institution_id=frame.room.institution_id,
                wording=frame.room.wording,
            )
    except Refused as refusal:
        return _refused(frame, refusal)
    return frame.to("identify")


def answer(frame: Frame) -> Response:
    """확인: spend a try, then use the code and sign in one transaction."""
    code = _open_code(frame)
    challenge = code.challenge_id if code else ""
    with unit() as u:
        spent = identity.spend_try(u, challenge, current_user.session_id, frame.person_id)
    number = _number_of(frame, code)
    try:
        with frame.open_unit() as (u, sitting):
            binding = _binding(frame, sitting, number)
            check = identity.use_code(u, spent, request.form.get("code", "")[:20], binding)
            proof = actions.Proof(check.id, queries.record_of(check), current_user.session_id)
            actions.sign(u, sitting, proof, posted_key())
    except Refused as refusal:
        return _refused(frame, refusal)
    return frame.onward()


def status(frame: Frame) -> Response:
    """The live part: how the call or message goes."""
    code = _open_code(frame)
    if code is None:
        return Response("", 204)
    return render_part(
        "signing/_call_status.html", agreement=frame.subject, live=True, **_words(code)
    )


def _refused(frame: Frame, refusal: Refused) -> Response:
    """Refusals about codes are answered on the page; those about the subject are the room's."""
    if not refusal.key.startswith("identity."):
        raise refusal
    problem = {"field": "code", "text": t(refusal.key, **refusal.params)}
    code = _open_code(frame)
    page = _code_page(frame, code, problem) if code else _choice_page(frame, problem)
    page.status_code = refusal.status
    return page


def _choice_page(frame: Frame, problem: dict[str, str] | None = None) -> Response:
    numbers = frame.room.numbers()
    with reading() as session:
        left = queries.sends_left(session, numbers[0].digits, clock.now())
    return frame.page(
        "signing/identify.html",
        numbers=[{"id": n.id, "masked": masked(n.digits)} for n in numbers],
        sends_left=left,
        channels=offered(),
        errors=[problem] if problem else [],
    )


def _code_page(frame: Frame, code: OpenCode, problem: dict[str, str] | None = None) -> Response:
    number = _number_of(frame, code)
    with reading() as session:
        left = queries.sends_left(session, number.digits, clock.now())
        wait = queries.wait_seconds(session, frame.person_id, clock.now())
    return frame.page(
        "signing/code.html",
        **_words(code),
        number_id=number.id,
        tries_left=code.tries_left,
        sends_left=left,
        channels=offered(),
        wait=wait,
        errors=[problem] if problem else [],
    )


def _words(code: OpenCode) -> dict[str, Any]:
    return {
        "number": code.number,
        "channel": code.channel,
        "state": code.state,
        "seconds": code.seconds,
    }


def _open_code(frame: Frame) -> OpenCode | None:
    owner = frame.sitting.document.owner
    with reading() as session:
        return queries.open_code(session, frame.person_id, owner, current_user.session_id)


def _chosen(frame: Frame) -> Number:
    """The number of record whose id was posted; the preferred one without."""
    numbers = frame.room.numbers()
    asked = request.form.get("number", numbers[0].id)
    found = next((number for number in numbers if number.id == asked), None)
    if found is None:
        raise Refused("NUMBER_NOT_ALLOWED", 422, "identity.refused.number_not_allowed")
    return found


def _number_of(frame: Frame, code: OpenCode | None) -> Number:
    numbers = frame.room.numbers()
    if code is None:
        return numbers[0]
    same = (n for n in numbers if queries.number_hash(n.digits) == code.number_hash)
    return next(same, numbers[0])


def _binding(frame: Frame, sitting: Sitting, number: Number) -> Binding:
    document = sitting.document
    return Binding(
        purpose=PURPOSE,
        agreement=document.owner,
        version=document.version,
        document_hash=document.document_hash,
        amount=frame.room.amount,
        number=number.digits,
        session=current_user.session_id,
        act=sitting.act_hash,
    )
