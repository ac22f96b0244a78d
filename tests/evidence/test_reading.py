"""What somebody hears to whom the paper is read aloud: its structure, as poppler reports it."""

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from app.evidence.glyphs import missing_glyphs
from app.evidence.page import read
from app.evidence.papers import Paper
from tests.evidence import cases, samples
from tests.evidence.outside import run, verapdf
from tests.support.struct import read_aloud, structure

LETTERS = [*range(0x20, 0x7F), *range(0xAC00, 0xD7A4), *range(0x4E00, 0xA000)]
DRAWN = sorted(set(map(chr, LETTERS)) - missing_glyphs("".join(map(chr, LETTERS))))
WORDS = st.text(st.sampled_from(DRAWN), min_size=1, max_size=45)
NAMES = st.text(st.sampled_from(DRAWN).filter(lambda c: c.strip()), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The papers nobody would draw by hand."""
    folder = tmp_path_factory.mktemp("cases")
    made = {
        "odd": cases.odd(),
        "twenty": samples.concluded(20),
        "fifty": cases.with_article(*(f"{n}번째 항입니다." for n in range(1, 51))),
        "syllables": cases.syllables(),
        "pages": cases.long(1800),
    }
    for name, pdf in made.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    return {name: folder / f"{name}.pdf" for name in made}


def bare(text: str) -> str:
    """Without spaces and line ends, composed."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def in_order(paper: Paper) -> list[str]:
    """The sentences of the paper in the order in which they are to be read."""
    found = [paper.title, paper.lead]
    found += [text for fact in paper.facts for text in (fact.label, fact.value)]
    found += [text for a in paper.articles for text in (a.title, *a.paragraphs)]
    found += [text for c in paper.cautions for text in (c.title, c.text)]
    found += [text for n in paper.notices for text in (n.title, *n.paragraphs)]
    found += [text for tick in paper.ticks for text in (tick.label, tick.detail)]
    return [*found, paper.closing]


def assert_read_in_order(shown: str, sentences: list[str]) -> None:
    """Each sentence stands in `shown`, after the one before it."""
    at = 0
    for sentence in map(bare, sentences):
        found = shown.find(sentence, at)
        assert found >= 0, f"{sentence!r} is not in {shown[at : at + 200]!r}"
        at = found + len(sentence)


def test_odd_papers_conform_too(files):
    lines = verapdf(*files.values())
    assert set(lines) == {
        f"PASS {kind} {path}" for path in files.values() for kind in ("3a", "ua1")
    }


@pytest.mark.parametrize("name", ["odd", "twenty", "fifty"])
def test_every_picture_has_words_every_table_has_headers_and_headings_nest(files, name):
    top = structure(files[name])
    figures, tables = top.all("Figure"), top.all("Table")
    signed = [figure for figure in figures if not figure.alt.endswith("QR 코드")]
    assert signed and all(figure.alt.endswith("의 손으로 쓴 서명") for figure in signed)
    assert len(tables) >= 2 and all(table.all("TH") for table in tables)
    levels = [int(e.kind[1]) for e in top.walk() if re.fullmatch(r"H[1-6]", e.kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_title_and_language(files):
    info = run("pdfinfo", files["odd"])
    assert re.search(rf"Title: +신용보증 약정서 {samples.NUMBER}", info)
    assert "Tagged:          yes" in info
    with files["odd"].open("rb") as file:
        root = PdfFileReader(file).root
        assert root["/Lang"] == "ko-KR"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert "/First" in root["/Outlines"]


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(firm=NAMES, purpose=WORDS, clause=WORDS, name=NAMES)
def test_what_is_read_aloud_is_what_was_agreed(tmp_path, firm, purpose, clause, name):
    paper = samples.paper(firm=firm, purpose=purpose)
    first = replace(paper.articles[0], paragraphs=(clause, *paper.articles[0].paragraphs))
    paper = replace(paper, articles=(first, *paper.articles[1:]))
    path = tmp_path / "paper.pdf"
    path.write_bytes(cases.concluded(paper, [samples.mark(1, name), samples.mark(2, "홍길동")]))
    shown = bare(read_aloud(path))
    assert_read_in_order(shown, [*in_order(paper), name, name])


def test_every_syllable_is_found_again_in_the_text(files):
    assert cases.SYLLABLES in read_aloud(files["syllables"])


def test_every_hanja_that_can_be_drawn_is_found_again(tmp_path):
    hanja = "".join(c for c in DRAWN if "\u4e00" <= c <= "\u9fff")
    assert len(hanja) > 7_000
    path = tmp_path / "hanja.pdf"
    path.write_bytes(cases.with_article(hanja))
    assert set(hanja) <= set(run("pdftotext", path, "-"))
    assert hanja in read(path.read_bytes()).words


@pytest.mark.parametrize(("name", "articles"), [("odd", 12), ("pages", 1800)])
def test_every_article_has_its_bookmark(files, name, articles):
    found = bookmarks(files[name])
    assert found[0] == "약정 조항"
    assert [title for title in found if title.startswith("제")] == [
        f"제{n}조 ({samples.paper().articles[(n - 1) % 12].title})" for n in range(1, articles + 1)
    ]
    assert found[-2:] == ["서명", "서명 요약"]


def bookmarks(path):
    """The titles of a paper's outline, in order."""

    def below(item):
        while True:
            yield str(item["/Title"])
            if "/First" in item:
                yield from below(item["/First"])
            if "/Next" not in item:
                return
            item = item["/Next"]

    with path.open("rb") as file:
        return list(below(PdfFileReader(file).root["/Outlines"]["/First"]))


def test_two_hundred_pages_are_numbered_and_each_names_the_paper(files):
    pages = run("pdftotext", "-layout", files["pages"], "-").split("\f")[:-1]
    stated = re.search(r"document-sha256:([0-9a-f]{64})", run("pdfinfo", files["pages"]))
    assert len(pages) >= 200 and stated
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in bare(page)
        assert stated[1] in bare(page)
        assert samples.NUMBER in page


@pytest.mark.parametrize("name", ["odd", "twenty", "pages"])
def test_nothing_leaves_the_margins(files, name):
    sheet, margin = 595, 65
    edges = re.findall(r'<word [^>]*xMax="([\d.]+)"', run("pdftotext", "-bbox", files[name], "-"))
    assert max(map(float, edges)) <= sheet - margin + 1


@pytest.mark.parametrize("name", ["odd", "twenty", "pages"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(files, name):
    headings = {bare(title) for title in ("약정 조항", "유의사항", "확인 항목", "서명")}
    for page in run("pdftotext", files[name], "-").split("\f")[:-1]:
        lines = [bare(line) for line in page.splitlines() if line.strip()]
        foot = next(i for i, line in enumerate(lines) if re.match(r"약정내용확인값[0-9a-f]", line))
        last = lines[foot - 1]
        assert last not in headings and not re.fullmatch(r"제\d+조\(.*\)", last), last
