"""약정서: the articles, read at leisure; what was opened is recorded, reading is not forced."""

from flask import request
from werkzeug.wrappers import Response

from app.core.errors import NotFound
from app.db.unit import unit
from app.signing import actions
from app.signing.screens.frame import Frame

PER_PAGE = 4
"""Articles per page where there is no JavaScript: each 다음 records one page."""


def show(frame: Frame) -> Response:
    """The articles, the read ones ticked."""
    read = _read(frame)
    return frame.page("signing/text.html", read=read, page=_page(frame))


def answer(frame: Frame) -> Response:
    """다음: record the page's articles where there are pages, and that the text was gone through."""
    shown = [key for key in request.form.getlist("article") if key in _keys(frame)]
    last = request.form.get("more") is None
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.mark(u, sitting, "article", shown)
        if last:
            actions.mark(u, sitting, "text")
    return frame.onward() if last else frame.to("text")


def read_article(frame: Frame, number: int) -> Response:
    """One article was opened: record it and answer with the progress."""
    if str(number) not in _keys(frame):
        raise NotFound()
    with unit() as u:
        frame.hold_open(u)
        sitting = actions.open_sitting(u, frame.sitting.document.id, frame.person_id())
        actions.mark(u, sitting, "article", [str(number)])
    read = _read(frame) | {number}
    return frame.page("signing/_read_progress.html", read=read)


def _keys(frame: Frame) -> list[str]:
    return [str(article.number) for article in frame.sitting.paper.articles]


def _read(frame: Frame) -> set[int]:
    return {int(key) for kind, key in frame.sitting.marks if kind == "article"}


def _page(frame: Frame) -> int:
    unread = [int(key) for key in _keys(frame) if int(key) not in _read(frame)]
    return (unread[0] - 1) // PER_PAGE + 1 if unread else 1
