"""Which words are boxed so that no line ends inside one."""

import pytest

from app.evidence.lines import LONGEST, runs
from app.evidence.papers import words
from tests.evidence import samples
from tests.evidence.outside import run


@pytest.mark.parametrize("width", [12.0, 30.0, 48.42])
def test_the_text_stays_the_same(width):
    for text in words(samples.paper()):
        assert "".join(runs(text, width)) == text


def test_only_words_at_the_ends_of_lines_are_boxed():
    text = "가나다라마 " * 40
    boxed = runs(text.strip(), 48.42)[1::2]
    assert 3 <= len(boxed) <= 8


def test_a_word_too_long_for_a_line_may_break():
    assert runs("가" * (LONGEST + 1), 10) == ("가" * (LONGEST + 1),)


@pytest.mark.parametrize("turn", range(8))
def test_no_word_is_split_whatever_the_data(turn, tmp_path):
    """Every shift of the text by data of another length gives lines that end elsewhere."""
    changes = {
        "firm": "예시길동설비"[: turn + 1] + "가나 다라 마바사"[: turn * 2].strip(),
        "bank": "데모은행 " + "창원중앙" * (turn % 4) + "지점",
        "purpose": ("운전자금", "시설 및 운전자금", "AI 설비 Upgrade 자금", "7월분 원자재")[
            turn % 4
        ],
        "branch": "창원" + "중앙로" * turn + "지점",
        "amount": 10**turn * 1_000_000,
    }
    path = tmp_path / "paper.pdf"
    path.write_bytes(samples.concluded(turn + 1, **changes))
    shown = set(run("pdftotext", path, "-").split())
    paper = samples.paper(**changes)
    running = [paper.lead, paper.closing]
    running += [text for article in paper.articles for text in article.paragraphs]
    running += [caution.text for caution in paper.cautions]
    running += [tick.detail for tick in paper.ticks]
    running += [text for notice in paper.notices for text in notice.paragraphs]
    split = [w for text in running for w in text.split() if w not in shown and len(w) <= LONGEST]
    assert split == []
