"""Between the browser's cookies and the rows: who is here, letting in, letting out."""

import math
import secrets
from dataclasses import dataclass

from flask import Flask, Request, after_this_request, current_app, g, request
from flask_login import LoginManager, current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.accounts import rules
from app.accounts.actions import start_session, touch_session
from app.accounts.queries import SignedIn, credentials, signed_in
from app.core import clock, whence
from app.core.errors import NotFound
from app.db.types import ring
from app.db.unit import reading, unit
from app.web import cookies, csrf, guards

SESSION, DEVICE = "sid", "device"
YEAR = 365 * 24 * 3600
PEOPLE_PER_DEVICE = 8


def install(app: Flask) -> None:
    """Teach Flask-Login to find people by our session rows, and keep used sessions awake."""
    settings = app.config["DOJANG"]
    cookies.install(app, secure=settings.secure, demo=settings.demo, base_url=settings.base_url)
    manager = LoginManager()
    manager.session_protection = None  # the row is the session; Flask's cookie holds no identity
    manager.request_loader(_whoever_asks)
    manager.init_app(app, add_context_processor=False)
    app.before_request(_say_whence)
    app.teardown_request(lambda _: whence.begin())
    app.before_request(_keep_awake)
    app.jinja_env.globals["minutes_left"] = minutes_left


def let_in(token: str, login_id: str) -> None:
    """Give the browser its session, and let it be known as a device of this account."""
    csrf.renew()
    device = _device().joined_by(login_id)

    @after_this_request
    def carry(response: Response) -> Response:
        cookies.write(response, SESSION, token)
        cookies.write(response, DEVICE, device.cookie(), YEAR)
        return response


def let_out() -> None:
    """Take the session out of the browser, and what it may have kept of our pages.

    The device stays known (Clear-Site-Data without "cookies"): otherwise strangers' tries could
    lock its owner out from now on.
    """
    csrf.renew()

    @after_this_request
    def clear(response: Response) -> Response:
        cookies.drop(response, SESSION)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def begin_demo(login_id: str) -> tuple[str, bool]:
    """Spare a demo person the password; raises NotFound for an unknown id.

    Returns the session's token, and whether it still wants a second factor.
    """
    with reading() as session:
        found = credentials(session, login_id)
    if found is None:
        raise NotFound()
    with unit() as u:
        token = start_session(u, found.account_id, device_label(), cookies.read(SESSION))
    return token, found.staff


def known_device(login_id: str) -> str:
    """The key of this browser if the account was signed in here before, else an empty text."""
    device = _device()
    return device.key if _mark(login_id) in device.marks else ""


def device_label() -> str:
    """What its owner will recognise this browser by."""
    return rules.device_label(request.headers.get("User-Agent", ""))


def minutes_left() -> int:
    """Full minutes until the present session's absolute end, once that is near; else 0.

    Reads nothing: only says something where the person was looked up already.
    """
    user = g.get("_login_user")
    if not isinstance(user, SignedIn):
        return 0
    left = user.ends_at - clock.now()
    return math.ceil(left.total_seconds() / 60) if left <= rules.NOTICE else 0


def _whoever_asks(asked: Request) -> SignedIn | None:
    token = asked.cookies.get(cookies.name_of(SESSION), "")
    if not token:
        return None
    with reading() as session:
        return signed_in(session, token, clock.now())


def _say_whence() -> None:
    whence.begin(device_label(), request.remote_addr or "")


def _keep_awake() -> None:
    by_itself = "part" in request.args  # a page's live part asks though nobody may be there
    asks = request.endpoint and guards.wants_sign_in(current_app, request.endpoint)
    if asks and not by_itself and current_user.is_authenticated and _sleepy(current_user):
        with unit() as u:
            touch_session(u, current_user.session_id)


def _sleepy(user: SignedIn) -> bool:
    return clock.now() - user.last_seen_at >= rules.SEEN_EVERY


@dataclass(frozen=True)
class _Device:
    """A browser's random key, and marks of the accounts that were signed in on it."""

    key: str
    marks: tuple[str, ...] = ()

    def joined_by(self, login_id: str) -> "_Device":
        others = tuple(mark for mark in self.marks if mark != _mark(login_id))
        return _Device(self.key, (_mark(login_id), *others)[:PEOPLE_PER_DEVICE])

    def cookie(self) -> str:
        return str(_signer().dumps([self.key, *self.marks]))


def _device() -> _Device:
    try:
        key, *marks = _signer().loads(cookies.read(DEVICE))
    except (BadSignature, ValueError):
        return _Device(secrets.token_urlsafe(16))
    return _Device(key, tuple(marks))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")


def _mark(login_id: str) -> str:
    return ring().blind(login_id, "accounts.device")[:16]
