"""내 동의 내역: what one agreed to, and taking back what was optional."""

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.db.unit import reading, unit
from app.privacy import consents
from app.web.pages import render


def show() -> Response:
    """Every signature's boxes, the newest first."""
    with reading() as session:
        found = consents.agreed(session, current_user.person_id)
    return render("privacy/consents.html", agreed=found)


def withdraw() -> Response:
    """Take one back and show the list again; somebody else's is not there (404)."""
    signature, key = request.form.get("signature", "")[:36], request.form.get("key", "")[:40]
    with unit() as u:
        consents.withdraw(u, current_user.person_id, signature, key)
    return redirect("/me/consents", 303)
