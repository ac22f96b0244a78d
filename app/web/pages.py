"""From a template and its context to an answer: the whole page, or only what htmx swaps in."""

from collections.abc import MutableMapping
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from app.core import clock, korean_ids, phone, request_id, texts, won
from app.web import assets, cookies
from app.web.addresses import wing
from app.web.preferences import Preferences, read

COOKIE = "display"


def install(app: Flask) -> None:
    """Teach this app's templates our filters and words, and each request its preferences."""
    app.before_request(_read_preferences)
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.make_globals = partial(_globals, environment)  # type: ignore[method-assign]
    environment.filters.update(FILTERS)
    environment.globals.update(
        t=texts.t,
        tb=tb,
        errors_by_field=errors_by_field,
        asset_url=assets.asset_url,
        style_block=_style_block,
        preferences=preferences,
        wants_fragment=wants_fragment,
        inquiry=request_id.current,
    )


def render(template: str, status: int = 200, /, **context: object) -> Response:
    """The template as an answer; a fragment without head and layout when htmx swaps the page."""
    g.partial = wants_fragment()
    return make_response(render_template(template, **context), status)


def render_part(template: str, status: int = 200, /, **context: object) -> Response:
    """A live part of a page (`_call_status.html`), always without layout."""
    g.partial = True
    return make_response(render_template(template, **context), status)


def wants_fragment() -> bool:
    """Whether htmx asks for the page's inside; going back in history needs the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type", "partial") == "partial"
        and "HX-History-Restore-Request" not in headers
    )


def preferences() -> Preferences:
    """The present request's text size, contrast and language."""
    found: Preferences = g.preferences
    return found


def _globals(environment: Environment, own: MutableMapping[str, Any] | None) -> dict[str, Any]:
    """Every template sees the same dict. Jinja would lay an empty one of the template's own over
    it and look up each name in both, in Python, for every import of every page."""
    assert own is None, "no template of ours has globals of its own"
    return environment.globals


def _style_block() -> Markup:
    return Markup(assets.style(preferences(), wing()))  # noqa: S704 - our own files, nothing of a person's


def _read_preferences() -> None:
    g.preferences = read(cookies.read(COOKIE))
    texts.speak(g.preferences.language)


def kdate(day: date | datetime) -> str:
    """`2026.11.23`, of an instant the date in Korea."""
    day = clock.kst(day).date() if isinstance(day, datetime) else day
    return f"{day:%Y.%m.%d}"


def kst(instant: datetime) -> str:
    """`2026.11.23 14:05` on a Korean wall clock."""
    return f"{clock.kst(instant):%Y.%m.%d %H:%M}"


def brief(instant: datetime) -> str:
    """`11.23 14:05`, where the year is plain to everybody."""
    return f"{clock.kst(instant):%m.%d %H:%M}"


def hour(instant: datetime) -> str:
    """`14:05` on a Korean wall clock."""
    return f"{clock.kst(instant):%H:%M}"


def days_left(instant: datetime) -> int:
    """Calendar days in Korea from today to the day of the instant; negative when past."""
    return (clock.kst(instant).date() - clock.today()).days


def groups(digest: str) -> list[str]:
    """A hash in groups of eight, so that people can compare it."""
    return [digest[start : start + 8] for start in range(0, len(digest), 8)]


def fours(letters: str) -> str:
    """Letters in groups of four, so that people can copy them."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def tb(key: str, **params: object) -> Markup:
    """The sentence for `key` with its `**words**` bold; what is filled in is never markup."""
    parts = str(escape(texts.sentence(key))).split("**")
    bold = "".join(f"<b>{part}</b>" if i % 2 else part for i, part in enumerate(parts))
    filled = {name: escape(value) for name, value in params.items()}
    return Markup(bold).format_map(filled)  # noqa: S704 - escaped above


def errors_by_field(errors: list[dict[str, str]]) -> dict[str, str]:
    """What is wrong, by the field it stands beside."""
    return {error["field"]: error["text"] for error in errors}


FILTERS = {
    "business_number": korean_ids.business_number_hyphened,
    "won": won.figures,
    "spoken_won": won.spoken,
    "percent": won.percent,
    "kdate": kdate,
    "kst": kst,
    "brief": brief,
    "hour": hour,
    "days_left": days_left,
    "groups": groups,
    "fours": fours,
    "phone": phone.hyphened,
}
