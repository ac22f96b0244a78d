"""Our cookies: never readable by scripts, `__Host-` and Secure under https.

A plain name is used only on a loopback address in demo mode: browsers refuse `__Host-` there.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from app.config import LOOPBACK


def install(app: Flask, *, secure: bool, demo: bool, base_url: str) -> None:
    """Decide how cookies are named; raises ValueError where plain ones would be unsafe."""
    if not secure and not (demo and urlsplit(base_url).hostname in LOOPBACK):
        raise ValueError("BASE_URL must begin with https:// (http only for demo mode on localhost)")
    app.config["SECURE_COOKIES"] = secure
    app.config.update(
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )


def name_of(plain: str) -> str:
    """The cookie's name in this deployment."""
    return f"__Host-{plain}" if current_app.config["SECURE_COOKIES"] else plain


def read(plain: str) -> str:
    """The cookie's value, or an empty text."""
    return request.cookies.get(name_of(plain), "")


def write(response: Response, plain: str, value: str, max_age: int | None = None) -> None:
    """Set the cookie; without `max_age` (seconds) it goes with the browser's session."""
    response.set_cookie(
        name_of(plain),
        value,
        max_age=max_age,
        path="/",
        secure=current_app.config["SECURE_COOKIES"],
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response, plain: str) -> None:
    """Make the browser forget the cookie."""
    write(response, plain, "", max_age=0)
