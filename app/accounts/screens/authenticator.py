"""인증 앱 바꾸기: a new phone shows its first code before the old one counts no longer."""

import re

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import enrolment, qr, second_factor
from app.core import clock
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties.models import Institution
from app.web.pages import render

HERE = "/desk/authenticator"


def show() -> Response:
    """What it means, or the new app's QR code."""
    return _page()


def answer() -> Response:
    """Begin, or take the first code."""
    account = current_user.account_id
    if "code" not in request.form:
        with unit() as u:
            enrolment.begin_anew(u, account)
        return redirect(HERE, 303)
    digits = re.sub(r"\s", "", request.form["code"])[:6]
    try:
        with unit() as u:
            second_factor.spend_proof(u, account)
        with unit() as u:
            enrolment.take_anew(u, account, digits, current_user.session_id)
    except Refused as refusal:
        return _page(refusal)
    return redirect("/me", 303)


def _page(refusal: Refused | None = None) -> Response:
    with reading() as session:
        secret = enrolment.pending(session, current_user.account_id, clock.now())
        place = session.get_one(Institution, current_user.institution_id)
    uri = secret and second_factor.address(secret, current_user.login_id, place.short_name)
    return render(
        "desk/authenticator.html",
        refusal.status if refusal else 200,
        officer=current_user,
        action=HERE,
        code=qr.drawn(uri) if secret else None,
        uri=uri,
        secret=secret,
        errors={"code": t(refusal.key, **refusal.params)} if refusal else {},
    )
