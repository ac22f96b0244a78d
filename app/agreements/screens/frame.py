"""An agreement dressed as the frame the step screens work with."""

from flask import redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import actions
from app.agreements.journey import PERSON, TOTAL
from app.agreements.queries import Visit
from app.agreements.queries import visit as find_visit
from app.core.errors import NotFound
from app.core.texts import t
from app.db.unit import Unit, reading
from app.parties.queries import Number, numbers_of
from app.signing.screens.frame import Frame, JourneyView, StepView


def load_visit(number: str) -> Visit:
    """The signed-in person's visit; another person's agreement is not there (404)."""
    with reading() as session:
        found = find_visit(session, number, current_user.person_id)
    if found is None:
        raise NotFound()
    return found


def to_step(number: str, key: str) -> Response:
    """303 to a step's page."""
    return redirect(url_for("agreements.step", number=number, key=key), 303)


def frame_of(visit: Visit, key: str) -> Frame:
    """Everything the screens of one step need."""
    agreement = visit.agreement
    number = agreement.number

    def onward() -> Response:
        fresh = load_visit(number).sitting
        return to_step(number, PERSON.after(key, fresh).key)

    def hold_open(u: Unit) -> None:
        actions.locked_open(u, number)

    def executed(u: Unit) -> None:
        actions.executed(u, number)

    def numbers() -> list[Number]:
        with reading() as session:
            return numbers_of(session, agreement.institution_id, current_user.person_id)

    return Frame(
        key=key,
        sitting=visit.sitting,
        subject=agreement,
        journey=_journey(visit, key),
        address=lambda step: url_for("agreements.step", number=number, key=step),
        hold_open=hold_open,
        executed=executed,
        onward=onward,
        numbers=numbers,
        institution=agreement.institution_short,
        purpose=t("agreements.purpose"),
        amount=agreement.amount,
        help_phone=agreement.branch_phone,
    )


def _journey(visit: Visit, key: str) -> JourneyView:
    steps = list(PERSON.path(visit.sitting))
    keys = [step.key for step in steps]
    here = steps[keys.index(key)]
    before = next((s for s in reversed(steps[: keys.index(key)])), None)
    if before and PERSON.may_open(before.key, visit.sitting):
        back = url_for("agreements.step", number=visit.agreement.number, key=before.key)
        label = t("agreements.back")
    else:
        back, label = url_for("agreements.list_"), t("agreements.back_to_list")
    return JourneyView(
        no=visit.agreement.number,
        title=t("agreements.journey"),
        steps=[
            StepView(
                s.key,
                t(f"agreements.step.{s.key}"),
                s.answered(visit.sitting),
                s.key == key,
                s.part,
            )
            for s in steps
        ],
        position=here.number,
        total=TOTAL,
        part=here.part,
        back_url=back,
        back_label=label,
    )
