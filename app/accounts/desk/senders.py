"""발신번호: registered by an administrator with its proof, confirmed by a second person."""

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.accounts.desk.queries import names_of as staff_names
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties import senders
from app.parties.senders import By
from app.web.pages import render

HERE = "/desk/senders"
ACTS = {"approve": senders.approve, "stop": senders.stop}


def show() -> Response:
    """All of them, and the form for administrators."""
    return _page()


def register() -> Answer:
    """Register one; back to the form where something is wrong."""
    typed = {name: request.form.get(name, "").strip() for name in ("number", "proof")}
    try:
        with unit() as u:
            senders.ask(u, _by(), typed["number"], typed["proof"])
    except Refused as refusal:
        field = "proof" if refusal.code == "SENDER_PROOF" else "number"
        return _page(typed, {field: t(refusal.key)}, refusal.status)
    return redirect(HERE, 303)


def change(sender_id: str, act: str) -> Answer:
    """Confirm or stop one; a refusal is said on the list."""
    try:
        with unit() as u:
            ACTS[act](u, _by(), sender_id)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(errors={"": t(refusal.key)}, status=refusal.status)
    return redirect(HERE, 303)


def _by() -> By:
    return By(current_user.account_id, current_user.institution_id)


def _page(
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading() as session:
        found = senders.senders_of(session, current_user.institution_id)
        people = {who for row in found for who in (row.asked_by, row.decided_by, row.stopped_by)}
        names = staff_names(session, people)
    return render(
        "desk/senders.html",
        status,
        officer=current_user,
        senders=found,
        names=names,
        typed=typed or {"number": "", "proof": ""},
        errors=errors or {},
    )
