"""약정서: read at leisure, recorded, not forced."""

import re

from sqlalchemy import select

from app.db.unit import reading
from app.signing.models import Mark
from tests.support.signer import PAPER, Signer

TOTAL = len(PAPER.articles)


def read() -> set[int]:
    with reading() as session:
        return {int(row.key) for row in session.scalars(select(Mark).filter_by(kind="article"))}


def test_every_article_is_there_in_its_words(signer: Signer) -> None:
    page = signer.to("text").see("text").text
    for article in PAPER.articles:
        assert f"제{article.number}조 {article.title}" in page
    assert "30,000,000원" in page
    assert f"{TOTAL}조 중 0조 확인" in page


def test_an_opened_article_is_recorded_once(signer: Signer) -> None:
    signer.to("text")
    for _ in range(2):
        assert signer.answer("articles/3", {}, key="k").status_code == 204
    assert read() == {3}
    assert f"{TOTAL}조 중 1조 확인" in signer.see("text").text


def test_an_article_that_does_not_exist_is_not_recorded(signer: Signer) -> None:
    signer.to("text")
    assert signer.answer("articles/99", {}, key="k").status_code == 404
    assert read() == set()


def test_reading_is_not_forced(signer: Signer) -> None:
    signer.to("text")
    assert signer.answer("text").location == signer.at("ticks")
    assert read() == set()


def test_without_javascript_each_page_is_one_record(signer: Signer) -> None:
    signer.to("text")
    seen, page = 0, 1
    while True:
        shown = signer.get(signer.at("text") + f"?page={page}").text
        seen += len(re.findall(r"<details", shown))
        answered = signer.answer("text", {"page": str(page)})
        assert read() == set(range(1, seen + 1))
        if answered.location == signer.at("ticks"):
            break
        page += 1
        assert answered.location == signer.at("text") + f"?page={page}"
    assert read() == set(range(1, TOTAL + 1))


def test_pages_that_do_not_exist(signer: Signer) -> None:
    signer.to("text")
    for page in (0, -1, 99):
        assert signer.get(signer.at("text") + f"?page={page}").status_code == 404


def test_the_paper_to_be_signed_can_be_opened(signer: Signer) -> None:
    answer = signer.to("text").get(f"/agreements/{signer.number}/paper.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.7")
    assert "unsigned" in answer.headers["Content-Disposition"]


def test_a_page_before_the_first_is_refused(signer: Signer) -> None:
    signer.to("text")
    assert signer.answer("text", {"page": "-1"}).status_code == 400
    assert signer.answer("text", {"page": "0"}).status_code == 400
    assert read() == set()
