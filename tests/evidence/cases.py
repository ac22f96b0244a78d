"""Papers nobody would draw by hand: very long, very full, with names that fit nowhere."""

from dataclasses import replace

from app.evidence.marks import SignatureMark
from app.evidence.papers import Article, Paper
from app.evidence.render import render_concluded
from tests.evidence import samples

TOKEN = "DOJANG-2026-ABCDEFGHIJKLMNOPQRSTUVWXYZ01"
UNBROKEN = "Abcdefghijklmnopqrstuvwxyz0123456789ABCD"
LONG_NAME = "프라이인드로스테쭈젠댄마리소피아수인레나테엘리자벳피아루이제"
HANJA = "諸葛龜龍 獨孤龜"
SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4)))


def odd() -> bytes:
    """Names and numbers that fit nowhere: a forty-character token, a thirty-syllable name."""
    paper = samples.paper(
        firm=UNBROKEN,
        applicant=LONG_NAME,
        bank=f"데모은행 {UNBROKEN}",
        purpose=f"{LONG_NAME} {TOKEN}",
        product="소상공인 창업초기 경영안정 " * 4 + "특별보증",
    )
    named = [samples.mark(i, name) for i, name in enumerate((LONG_NAME, UNBROKEN, HANJA, TOKEN))]
    named[1] = replace(
        named[1],
        role=f"공동대표 {UNBROKEN}",
        identity=f"{UNBROKEN} 010-****-0001",
        ink=None,
        commitment=None,
    )
    return concluded(paper, named)


def long(articles: int) -> bytes:
    """An agreement of many articles, each of them with paragraphs that are numbered."""
    first = samples.paper().articles
    many = tuple(replace(first[i % len(first)], number=i + 1) for i in range(articles))
    return concluded(replace(samples.paper(), articles=many), samples.marks(2))


def syllables() -> bytes:
    """Every syllable there is, once."""
    return with_article(SYLLABLES)


def with_article(*paragraphs: str) -> bytes:
    """The sample agreement with one article more."""
    paper = samples.paper()
    added = Article(len(paper.articles) + 1, "덧붙인 내용", paragraphs)
    return concluded(replace(paper, articles=(*paper.articles, added)), samples.marks(1))


def concluded(paper: Paper, signatures: list[SignatureMark]) -> bytes:
    """Any paper, signed by anybody."""
    return render_concluded(
        paper,
        number=samples.NUMBER,
        presign_sha256="ab" * 32,
        signatures=signatures,
        concluded_at=samples.AT,
        demo=True,
    )
