"""약정 서식: the templates of the institution, each with its versions, the newest first."""

from flask_login import current_user
from werkzeug.wrappers import Response

from app.db.unit import reading
from app.editions import queries, rules
from app.editions.desk import frame
from app.web.pages import render


def show() -> Response:
    """The list."""
    with reading() as session:
        home = current_user.institution_id
        every = {kind: queries.versions(session, home, kind) for kind in rules.KINDS}
        editions = [v.edition for found in every.values() for v in found if v.edition]
        names = queries.names(session, [e.published_by or e.drafted_by for e in editions])
    return render(
        "editions/list.html",
        officer=current_user,
        kinds=every,
        open={kind: _open(found) for kind, found in every.items()},
        chips=frame.CHIPS,
        names=names,
    )


def _open(found: list[queries.Version]) -> bool:
    return any(v.edition and v.edition.state in rules.OPEN_STATES for v in found)
