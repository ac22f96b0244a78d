"""Who is at the desk."""

from flask import current_app, request
from flask_login import current_user

from app.agreements.officers import Officer
from app.db.types import new_id


def officer_here() -> Officer:
    """The signed-in member of staff as the room's verbs take them."""
    return Officer(
        account_id=current_user.account_id,
        person_id=current_user.person_id,
        institution_id=current_user.institution_id,
        branch_id=current_user.branch_id,
    )


def demo() -> bool:
    """Whether papers say that they have no effect."""
    return bool(current_app.config["DOJANG"].demo)


def act_key() -> str:
    """The key a form carried, which makes a repeat harmless; a fresh one for a form without."""
    return request.form.get("idempotency_key", "")[:36] or new_id()
