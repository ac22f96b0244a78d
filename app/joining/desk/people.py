"""사람: an officer finds somebody of the register, by firm or by name and birth date together."""

from flask import Response, request
from flask_login import current_user

from app.db.unit import reading
from app.joining.desk.asked import Asked, read_asked
from app.joining.desk.queries import Line, found, waiting
from app.records import looking
from app.records.rules import LISTED
from app.web.pages import render


def show() -> Response:
    """The form, and the changes of number that wait for somebody."""
    return _page(read_asked({}), None)


def search() -> Response:
    """Whom the institution has on record; another's people are nobody here."""
    asked = read_asked(request.form)
    if asked.wrong:
        return _page(asked, None, 422)
    with reading() as session:
        lines = found(session, current_user.institution_id, asked)
    return _page(asked, lines)


def _page(asked: Asked, lines: list[Line] | None, status: int = 200) -> Response:
    with reading() as session:
        changes = waiting(session, current_user.institution_id, current_user.account_id)
    shown = [each.person_id for each in (*(lines or ()), *changes)]
    looking.shows(shown, "people", action=LISTED)
    return render(
        "desk/people.html",
        status,
        officer=current_user,
        typed=asked.typed,
        wrong=asked.wrong if status == 422 else "",
        lines=lines,
        changes=changes,
    )
