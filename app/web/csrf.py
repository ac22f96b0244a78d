"""Forged requests: where a post comes from, and the token it must carry.

The token is masked anew for every answer, so that compressed pages give nothing away (BREACH).
"""

import base64
import binascii
import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.config import LOOPBACK
from app.core.errors import Refused
from app.web.addresses import return_address
from app.web.pages import render

SAFE = ("GET", "HEAD", "OPTIONS")
SECRET = 20
"""Bytes of the secret Flask-WTF keeps in the signed cookie (as hexadecimal digits)."""

KEPT_BACK = ("csrf_token", "password")


class _Protect(CSRFProtect):
    """Flask-WTF's check; the short masked token is turned into the form it expects."""

    def _get_csrf_token(self) -> str | None:
        secret = _unmasked(super()._get_csrf_token() or "")
        serializer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
        return str(serializer.dumps(secret)) if secret else None


protect = _Protect()
exempt = protect.exempt
"""Decorator for the few addresses programs post to without a form of ours."""


def install(app: Flask) -> None:
    """Give templates `csrf_token()`. The check itself is part of the gate (`app.web.guards`)."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # it lives as long as the cookie its secret is in
        WTF_CSRF_SSL_STRICT=False,  # we send no Referer; Sec-Fetch-Site and Origin stand in
    )
    protect.init_app(app)
    app.context_processor(lambda: {"csrf_token": token})


def token() -> str:
    """This answer's token."""
    if "masked_token" not in g:
        generate_csrf()
        g.masked_token = _masked(bytes.fromhex(session["csrf_token"]))
    masked: str = g.masked_token
    return masked


def renew() -> None:
    """Forget the secret: at signing in and out, older pages lose their right to post."""
    session.clear()
    for name in ("csrf_token", "masked_token"):
        g.pop(name, None)


def refuse_foreign() -> None:
    """Refuse a change that another site asks for, as the browser tells us; raises Refused."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin", "null")
    foreign = origin != "null" and origin.partition("://")[2] != request.host
    if _site() in ("cross-site", "same-site") or (foreign and _site() != "same-origin"):
        raise Refused("FOREIGN_REQUEST", 403)


def refuse_unknown_host() -> None:
    """Refuse a name that is not ours: a stranger's name may be made to lead here, and then their
    pages pass for ours (DNS rebinding). Bare addresses and localhost nobody can claim."""
    try:
        host = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        host = ""
    ours = urlsplit(current_app.config["DOJANG"].base_url).hostname
    if host not in (ours, *LOOPBACK) and not _is_address(host):
        raise Refused("BAD_REQUEST", 400)


def check() -> Response | None:
    """The token of a change: None when it is right, else the page that helps to send it again."""
    try:
        protect.protect(apply_exemptions=True)
    except CSRFError:
        return _again()
    return None


def _again() -> Response:
    """What was typed comes back in a form with a fresh token; shown to our own pages only."""
    fields = []
    if _site() == "same-origin" and "password" not in request.form:
        fields = [pair for pair in request.form.items(multi=True) if pair[0] not in KEPT_BACK]
    address = request.path if fields else return_address()
    return render("errors/again.html", 400, fields=fields, address=address)


def _site() -> str:
    return request.headers.get("Sec-Fetch-Site", "")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _masked(secret: bytes) -> str:
    pad = os.urandom(len(secret))
    return base64.urlsafe_b64encode(pad + _xor(pad, secret)).decode().rstrip("=")


def _unmasked(masked: str) -> str:
    """The secret in hexadecimal, or an empty text for anything that is no token of ours."""
    try:
        raw = base64.urlsafe_b64decode(masked + "=" * (-len(masked) % 4))
    except (binascii.Error, ValueError):
        return ""
    return _xor(raw[:SECRET], raw[SECRET:]).hex() if len(raw) == 2 * SECRET else ""


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
