"""An agreement dressed as the frame the step screens work with."""

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from flask import current_app, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import actions
from app.agreements.journey import JOURNEY, PLEDGE, sitting_at, total
from app.agreements.queries import AgreementView, Visit
from app.agreements.queries import visit as find_visit
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import Unit, reading
from app.identity.actions import Wording
from app.parties.queries import Number, numbers_of
from app.signing.screens.frame import Frame, JourneyView, Room


def load_visit(number: str) -> Visit:
    """The signed-in person's visit; another person's agreement is not there (404)."""
    with reading() as session:
        found = find_visit(session, number, current_user.person_id)
    if found is None:
        raise NotFound()
    return found


def to_step(number: str, key: str) -> Response:
    """303 to a step's page."""
    return redirect(address(number, key), 303)


def address(number: str, key: str) -> str:
    """A step's URL."""
    return url_for("agreements.step", number=number, key=key)


def frame_of(visit: Visit, key: str) -> Frame:
    """Everything the screens of one step need; raises Refused NOT_SIGNER for who only reads."""
    sitting = sitting_at(visit, key)
    if sitting is None:
        raise Refused("NOT_SIGNER", 403)
    number = visit.agreement.number
    prefix = PLEDGE if key.startswith(PLEDGE) else ""
    return Frame(
        key=key,
        sitting=sitting,
        subject=visit.agreement,
        journey=journey_view(visit, key),
        room=_room(visit.agreement),
        base=f"/agreements/{number}/{prefix}",
        onward=partial(to_step, number, JOURNEY.after(key, visit).key),
    )


def journey_view(visit: Visit, key: str) -> JourneyView:
    """How far the person is at a step, and the way back from it."""
    number = visit.agreement.number
    steps = list(JOURNEY.path(visit))
    place = next(index for index, step in enumerate(steps) if step.key == key)
    before = steps[place - 1] if place else None
    inside = before is not None and JOURNEY.may_open(before.key, visit)
    return JourneyView(
        title=t(f"agreements.journey.{key.replace('-', '_')}", no=number),
        position=steps[place].number,
        total=total(visit),
        part=steps[place].part,
        back_url=address(number, before.key) if before and inside else "/agreements",
        back_label=t("ui.back"),
    )


def _room(agreement: AgreementView) -> Room:
    def hold_open(u: Unit) -> None:
        actions.locked_open(u, agreement.number)

    def numbers() -> list[Number]:
        with reading() as session:
            found = numbers_of(session, agreement.institution_id, current_user.person_id)
        return awake(found, clock.now(), agreement.branch_phone)

    return Room(
        hold_open=hold_open,
        executed=partial(actions.executed, number=agreement.number),
        numbers=numbers,
        institution_id=agreement.institution_id,
        wording=Wording(
            short=agreement.institution_short,
            institution=agreement.institution,
            purpose=t("agreements.purpose"),
            host=_site(),
        ),
        amount=agreement.amount,
    )


def awake(numbers: list[Number], now: datetime, phone: str) -> list[Number]:
    """Those to which a code may go. Raises Refused NO_NUMBER where there is none at all, and
    NUMBER_RESTS (409) where the last is being replaced; `phone`: whom to call then."""
    if not numbers:
        raise Refused("NO_NUMBER", 409)
    if found := [n for n in numbers if not n.resting_until or n.resting_until <= now]:
        return found
    first = min(n.resting_until for n in numbers if n.resting_until)
    raise Refused("NUMBER_RESTS", 409, until=f"{clock.kst(first):%m.%d %H:%M}", phone=phone)


def _site() -> str:
    """The host phones may bind a code to (WebOTP); only for a site reached over https."""
    settings = current_app.config["DOJANG"]
    return urlsplit(settings.base_url).hostname or "" if settings.secure else ""
