"""A reason somebody must give: a sentence others will read."""

from flask import request

from app.agreements.requests import REASON
from app.core.texts import t


def posted_reason() -> tuple[str, str]:
    """What was typed, made one line, without signs that turn or hide words; and what is wrong."""
    typed = " ".join(request.form.get("reason", "").split())
    reason = "".join(sign for sign in typed if sign.isprintable())
    least, most = REASON
    if least <= len(reason) <= most:
        return reason, ""
    return reason, t("agreements.order.reason", least=least, most=most)
