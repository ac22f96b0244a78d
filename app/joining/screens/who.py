"""누구신지: name, birth date or business number, the last four digits of the number of record.

Whatever is typed, the answer is the same: on to the code.
"""

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.db.unit import unit
from app.joining import actions
from app.joining.forms import read_who
from app.joining.models import Joining
from app.joining.screens import frame
from app.joining.screens.frame import Problems, problem
from app.web import cookies

EMPTY = {"name": "", "proof": "", "last_four": ""}


def show(purpose: str) -> Response:
    """The form, with what was typed before; whoever has gone further stands there."""
    joining = frame.unfinished(purpose)
    if joining is None and current_user.is_authenticated:
        return redirect("/menu" if purpose == "join" else "/me", 303)
    if joining and joining.verified_at:
        return frame.onward(purpose, joining)
    typed = {**EMPTY, **((joining.facts or {}) if joining else {})}
    return _page(purpose, joining, typed, over="over" in request.args)


def answer(purpose: str) -> Response:
    """Keep who they say to be and go on to the code."""
    joining = frame.unfinished(purpose)
    if joining and joining.verified_at:
        return frame.onward(purpose, joining)
    who = read_who(request.form)
    if who.facts is None:
        problems = [problem("", "joining.who.wrong")]
        problems += [problem(field, f"joining.who.wrong_{field}") for field in who.wrong]
        return _page(purpose, joining, who.typed, 422, problems)
    token = cookies.read(frame.COOKIES[purpose])
    with unit() as u:
        if joining is None:
            token = actions.begin(u, purpose, frame.address())
            joining = actions.of_token(u, token)
        actions.say_who(u, joining.id, who.facts)
    return frame.carry(redirect(f"/{purpose}/code", 303), purpose, token)


def _page(
    purpose: str,
    joining: Joining | None,
    typed: dict[str, str],
    status: int = 200,
    errors: Problems | None = None,
    over: bool = False,
) -> Response:
    return frame.page("who", purpose, joining, status, errors, typed=typed, over=over)
