"""글자·화면: text size, contrast and language, for anyone, with or without JavaScript."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.web import cookies
from app.web.guards import public
from app.web.pages import COOKIE, preferences, render
from app.web.preferences import LANGUAGES, SIZES, THEMES, read

YEAR = 365 * 24 * 3600

doors = Blueprint("display", __name__)


@doors.get("/display")
@public
def show() -> Response:
    """The choices, the present ones marked."""
    return render(
        "display.html",
        sizes=SIZES,
        themes=THEMES,
        languages=LANGUAGES,
        next=safe_next(request.args.get("next", "")),
    )


@doors.post("/display")
@public
def choose() -> Answer:
    """Keep what was chosen in the cookie and go back to where the person came from."""
    now, form = preferences(), request.form
    chosen = read(
        f"{form.get('language', now.language)}.{form.get('size', now.size)}"
        f".{form.get('theme', now.theme)}"
    )
    answer = redirect(safe_next(form.get("next", "")), 303)
    cookies.write(answer, COOKIE, chosen.cookie(), YEAR)
    return answer


def safe_next(address: str) -> str:
    """The address if it is a path of this site, else the front page (no open redirect): one slash
    and no more, since two name a host, and four do once a library has tidied them up."""
    inside = address.startswith("/") and not address.replace("\\", "/").startswith("//")
    return address if inside and address.isprintable() else "/"
