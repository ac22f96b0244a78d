"""What is attached to a sealed paper, against what its pages show."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.evidence.drawn import is_drawn
from app.evidence.ink import Ink, geometry
from app.evidence.letters import unambiguous
from app.evidence.page import Reading, bare, read
from app.evidence.seal import Sealer
from app.evidence.sealed import SealedPaper
from app.evidence.shown import circled, shows
from app.evidence.verify import verify
from tests.evidence import cases, lying, samples
from tests.evidence.test_reading import NAMES, WORDS

CAUGHT = {
    "another amount on the page": "text",
    "a clause left out on the page": "text",
    "another name beside a signature": "text",
    "a tick shown that nobody set": "text",
    "two signers' ink swapped": "ink",
    "one point of the ink moved": "ink",
    "the amount in white": "text",
    "a patch over the amount": "text",
    "words beside the margin": "text",
    "no commitment to the strokes": "commitments",
    "one commitment for two": "commitments",
    "a record that says two amounts": "attachments",
}


def attachments(pdf: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Record and evidence of a paper that is not sealed yet."""
    paper = SealedPaper(pdf, [])
    return paper.record, paper.evidence


@pytest.mark.parametrize("lie", CAUGHT)
def test_the_institutions_own_seal_covers_no_lie(lie: str, sealer: Sealer, trust: bytes) -> None:
    report = verify(sealer.seal(lying.lies()[lie]).content, trust)
    assert [check.key for check in report.checks if not check.ok] == [CAUGHT[lie]]


def test_the_forgers_sheet_itself_is_no_reason_to_refuse(sealer: Sealer, trust: bytes) -> None:
    assert verify(sealer.seal(lying.drawn()).content, trust).ok


@pytest.mark.parametrize(
    "make",
    [
        *(lambda n=n: samples.concluded(n) for n in (0, 1, 2, 6, 7, 20)),
        lambda: samples.concluded_in_reverse(3),
        cases.odd,
        cases.syllables,
        lambda: cases.with_article(*(f"{n}번째 항입니다." for n in range(1, 51))),
        lambda: cases.long(120),
    ],
)
def test_every_word_and_every_stroke_of_an_honest_paper_is_accounted_for(make: Any) -> None:
    pdf = make()
    record, evidence = attachments(pdf)
    found = read(pdf)
    assert found.odd == set()
    assert shows(found, record, evidence)
    assert is_drawn(found.drawings, evidence["signers"])


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(firm=NAMES, purpose=WORDS, clause=WORDS, name=NAMES, data=st.data())
def test_whatever_is_agreed_to_is_found_and_any_other_word_is_not(
    firm: str, purpose: str, clause: str, name: str, data: st.DataObject
) -> None:
    paper = samples.paper(firm=firm, purpose=purpose)
    first = replace(paper.articles[0], paragraphs=(clause, *paper.articles[0].paragraphs))
    paper = replace(paper, articles=(first, *paper.articles[1:]))
    pdf = cases.concluded(paper, [samples.mark(1, name), samples.mark(2, "홍길동")])
    record, evidence = attachments(pdf)
    found = read(pdf)
    assert shows(found, record, evidence)
    fact = data.draw(st.sampled_from(record["clauses"]["facts"]))
    fact["value"] = fact["value"][:-1] + chr(ord(fact["value"][-1]) + 1)
    assert not shows(found, record, evidence)


POINTS = st.tuples(st.integers(-50, 1050), st.integers(-50, 500))
STROKES = st.lists(st.lists(POINTS, min_size=1, max_size=30), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(strokes=STROKES, data=st.data())
def test_any_ink_is_found_again_and_moved_ink_is_not(strokes: Any, data: st.DataObject) -> None:
    timed = tuple(tuple((x, y, 0, 0) for x, y in stroke) for stroke in strokes)
    mark = replace(samples.mark(), ink=Ink(1000, 460, timed))
    pdf = cases.concluded(samples.paper(), [mark])
    (_, evidence), found = attachments(pdf), read(pdf)
    assert is_drawn(found.drawings, evidence["signers"])
    told = evidence["signers"][0]["ink"]
    assert told == json.loads(json.dumps(geometry(mark.ink)))
    stroke = data.draw(st.sampled_from(told["strokes"]))
    point = data.draw(st.sampled_from(stroke))
    point[data.draw(st.sampled_from((0, 1)))] += data.draw(st.sampled_from((-1, 1)))
    assert not is_drawn(found.drawings, evidence["signers"])


def test_ink_that_is_mirrored_squeezed_or_left_out_is_not_the_same() -> None:
    pdf = samples.concluded(2)
    (_, evidence), (first, *others) = attachments(pdf), read(pdf).drawings
    a, b, c, d, e, f = first.strokes[0].matrix
    for other in ((-a, b, c, d, e, f), (a, b, c, -d, e, f), (a, b, c, d / 2, e, f), (0,) * 6):
        turned = replace(first, strokes=[replace(s, matrix=other) for s in first.strokes])
        assert not is_drawn([turned, *others], evidence["signers"])
    away = replace(first.strokes[0], matrix=(a, b, c, d, e + 9, f))
    lost = [replace(first, strokes=[away, *first.strokes[1:]]), *others]
    assert not is_drawn(lost, evidence["signers"])
    assert not is_drawn([replace(first, strokes=first.strokes[1:]), *others], evidence["signers"])
    assert not is_drawn(others, evidence["signers"])
    assert is_drawn([first, *others], evidence["signers"])


def test_a_paper_put_together_again_is_the_same() -> None:
    pdf = lying.edited(samples.concluded(2), bytes)
    record, evidence = attachments(pdf)
    assert shows(read(pdf), record, evidence)
    assert unambiguous(SealedPaper(pdf, []).reader.root)


def test_an_eight_that_is_read_as_a_three_is_seen() -> None:
    def swapped(content: bytes) -> bytes:
        marks = {b"<0033>": b"<0038>", b"<0038>": b"<0033>"}
        return re.sub(rb"<003[38]>(?=\r?\n)", lambda found: marks[found[0]], content)

    pdf = lying.edited(samples.concluded(), swapped)
    assert "80,000,000" in read(pdf).words
    assert read(pdf).odd == {"letters"}


def test_two_codes_for_one_letter_are_seen() -> None:
    pdf = lying.edited(samples.concluded(), lambda it: re.sub(rb"<0038>(?=\r?\n)", b"<0033>", it))
    assert not unambiguous(SealedPaper(pdf, []).reader.root)


def test_words_that_replace_what_is_drawn_are_seen() -> None:
    other = b"/ActualText(80)"
    pdf = lying.edited(
        samples.concluded(), lambda it: it.replace(b"<</MCID 9>>BDC", b"<</MCID 9%s>>BDC" % other)
    )
    assert read(pdf).odd == {"layer"}


def test_hanja_of_one_outline_are_no_lie() -> None:
    pdf = cases.with_article("晩晚神辰說 晩晚")
    record, evidence = attachments(pdf)
    assert shows(read(pdf), record, evidence)


@pytest.mark.parametrize("change", ["one more", "one less", "another page's number"])
def test_every_page_bears_its_own_number(change: str) -> None:
    pdf = samples.concluded(2)
    record, evidence = attachments(pdf)
    found = read(pdf)
    margins = {
        "one more": [*found.margins, found.margins[-1]],
        "one less": found.margins[:-1],
        "another page's number": [found.margins[1], found.margins[0], *found.margins[2:]],
    }[change]
    assert not shows(replace(found, margins=margins), record, evidence)


def test_a_file_that_pdfium_cannot_read() -> None:
    with pytest.raises(ValueError, match="PDFium"):
        read(b"%PDF-1.7\n")


def test_words_are_compared_composed_and_without_spaces() -> None:
    assert bare(" 홍\n\u1100\u1161 \u00a0길 ") == "홍가길"
    assert [circled(n) for n in (1, 20, 21, 35, 36, 50)] == list("①⑳㉑㉟㊱㊿")
    assert Reading().odd == set()
