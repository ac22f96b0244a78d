"""What a signer may take home beside the paper: the evidence bundle, and a look at their ink."""

from flask import Response
from flask_login import current_user

from app.agreements.queries import Visit
from app.core.errors import NotFound
from app.core.events import Actor
from app.signing.queries import Sitting
from app.signing.screens import evidence, strokes
from app.web.pages import render


def bundle(visit: Visit, position: int) -> Response:
    """증거 묶음 of one paper, with one's own strokes alone; 404 for whoever did not sign it."""
    document = _sitting(visit, position).document
    person = current_user.person_id
    return evidence.hand_out(document, Actor("person", person), person)


def ink(visit: Visit, position: int) -> Response:
    """내 서명 다시 보기: how one wrote it oneself."""
    sitting = _sitting(visit, position)
    assert sitting.signature, "looked for above"
    step = "done" if position == 1 else "pledge-done"
    return render(
        "agreements/strokes.html",
        agreement=visit.agreement,
        back=f"/agreements/{visit.agreement.number}/{step}",
        **strokes.shown(sitting.signer, sitting.signature),
    )


def _sitting(visit: Visit, position: int) -> Sitting:
    found = visit.guarantee if position == 1 else visit.pledge
    if found is None or found.signature is None:
        raise NotFound()
    return found
