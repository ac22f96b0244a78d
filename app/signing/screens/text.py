"""약정서: the articles, read at leisure; what was opened is recorded, reading is not forced."""

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from app.core.errors import NotFound, Refused
from app.evidence.papers import Article
from app.signing import actions
from app.signing.screens.frame import Frame

PER_PAGE = 4
"""Articles per page where there is no JavaScript: each 다음 records one page (decision 57)."""

LETTERS_PER_MINUTE = 600


def show(frame: Frame) -> Answer:
    """All articles, or `?page=` of them; the read ones ticked."""
    page = request.args.get("page", type=int)
    pages = _pages(frame)
    if page is not None and not 1 <= page <= pages:
        raise NotFound()
    articles = frame.sitting.paper.articles
    return frame.page(
        "signing/text.html",
        read=_read(frame),
        minutes=_minutes(articles),
        page=page,
        pages=pages,
        shown=_on_page(frame, page) if page else articles,
    )


def answer(frame: Frame) -> Answer:
    """다음: record the page's articles where there are pages, and that the text was seen."""
    page = request.form.get("page", type=int)
    if page is not None and page < 1:
        raise Refused("BAD_REQUEST", 400)
    last = page is None or page >= _pages(frame)
    with frame.open_unit() as (u, sitting):
        if page:
            actions.mark(u, sitting, "article", [str(a.number) for a in _on_page(frame, page)])
        if last:
            actions.mark(u, sitting, "text")
    return frame.onward() if page is None or last else frame.to("text", page=page + 1)


def read_article(frame: Frame, number: int) -> Answer:
    """One article was opened: record it."""
    if number not in {article.number for article in frame.sitting.paper.articles}:
        raise NotFound()
    with frame.open_unit() as (u, sitting):
        actions.mark(u, sitting, "article", [str(number)])
    return Response(status=204)


def _on_page(frame: Frame, page: int) -> tuple[Article, ...]:
    return frame.sitting.paper.articles[(page - 1) * PER_PAGE : page * PER_PAGE]


def _pages(frame: Frame) -> int:
    return -(-len(frame.sitting.paper.articles) // PER_PAGE)


def _read(frame: Frame) -> set[int]:
    return {int(key) for kind, key in frame.sitting.marks if kind == "article"}


def _minutes(articles: tuple[Article, ...]) -> int:
    letters = sum(len(paragraph) for article in articles for paragraph in article.paragraphs)
    return max(1, -(-letters // LETTERS_PER_MINUTE))
