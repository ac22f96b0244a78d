"""Two versions of a template side by side in one text: what was added, what was taken out."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.texts import t
from app.db.unit import reading
from app.editions import diff
from app.editions.checks import place
from app.editions.clauses import content_of
from app.editions.desk import frame
from app.web.pages import render


def show(template_id: str, version: int, other: int) -> Response:
    """From the other version to this one."""
    with reading() as session:
        new = frame.one(session, template_id, version)
        old = frame.one(session, template_id, other)
    changes, same = diff.compare(content_of(old.template), content_of(new.template))
    return render(
        "editions/diff.html",
        officer=current_user,
        template_id=template_id,
        old=old,
        new=new,
        changes=[_shown(change) for change in changes],
        same=same,
    )


def _shown(change: diff.Change) -> dict[str, Any]:
    where = [_place(change.name, index) for index in (change.old, change.new) if index is not None]
    if len(set(where)) == 1:
        where = where[:1]
    named = where[0] if len(where) == 1 else t("editions.diff.moved", old=where[0], new=where[1])
    return {"place": named, "state": change.state, "lines": change.lines}


def _place(name: str, index: int) -> str:
    """`제3조`, `유의사항 2`, `첫 문장`."""
    if name == "articles":
        return place((name, index))
    words = {"facts": "fact", "cautions": "caution", "ticks": "tick", "notices": "notice"}
    if name in words:
        return t(f"editions.edit.{words[name]}", number=index + 1)
    return place((name,))
