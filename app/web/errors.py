"""Failures as calm pages: the right status, a sentence, the number to ask about, a way on."""

import logging

from flask import Flask, Response, request
from flask.signals import request_started
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from app.core import request_id, texts
from app.core.errors import Refused
from app.web.pages import render, wants_fragment

log = logging.getLogger(__name__)

PAGES = (400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503)
RETRY_AFTER = "5"
"""Seconds until somebody who met a busy database may try again."""


def install(app: Flask) -> None:
    """Number every request and answer every failure."""
    request_started.connect(_begin, app)
    app.after_request(_number)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _lost_race)
    app.register_error_handler(IntegrityError, _lost_race)
    app.register_error_handler(DataError, _no_value)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(Exception, _unexpected)


def refused(refusal: Refused) -> Response:
    """The refusal in its own words, or in those of its status."""
    known = texts.has(refusal.key)
    return page(refusal.status, texts.t(refusal.key, **refusal.params) if known else "")


def page(status: int, sentence: str = "") -> Response:
    """The calm page of a status; `sentence` says more exactly what happened."""
    try:
        response = render("errors/page.html", status, status=_shown(status), sentence=sentence)
    except Exception as problem:  # the last resort must not fail
        _log("the error page failed", problem)
        response = Response(f"{status} {request_id.current()}\n", status, mimetype="text/plain")
    if status in (429, 503):
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    if wants_fragment():
        _retarget(response, status)
    return response


def _retarget(response: Response, status: int) -> None:
    """A failed page replaces the page; a live part that could not be refreshed stays as it is."""
    live_part = not request.headers.get("HX-Target", "").endswith("#page")
    if live_part and request.method == "GET" and status >= 500:
        response.headers["HX-Reswap"] = "none"
        return
    response.headers["HX-Retarget"] = "#page"
    response.headers["HX-Reswap"] = "outerHTML"


def _shown(status: int) -> int:
    if status in PAGES:
        return status
    return 400 if status < 500 else 500


def _begin(sender: Flask, **extra: object) -> None:
    request_id.begin()


def _number(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id.current()
    return response


def _http(problem: HTTPException) -> Answer:
    status = problem.code or 500
    if problem.response is not None or status < 400:
        return problem.get_response()
    response = page(status)
    for name, value in problem.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _lost_race(problem: Exception) -> Response:
    """Somebody else was quicker: nothing of this request was kept."""
    _log("lost a race", problem)
    return page(409)


def _no_value(problem: Exception) -> Response:
    """The database takes no such value: PostgreSQL, a NUL in an address or a hidden field."""
    _log("no value for the database", problem)
    return page(400)


def _busy(problem: Exception) -> Response:
    _log("the database is busy or away", problem)
    return page(503)


def _unexpected(problem: Exception) -> Response:
    _log("unexpected", problem)
    return page(500)


def _log(words: str, problem: Exception) -> None:
    log.error("%s: %s", words, request.endpoint, exc_info=problem)
