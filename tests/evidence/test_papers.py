"""Templates and the papers filled from them."""

import pytest

from app.evidence.papers import FOLDER, fill, load, read, words
from app.evidence.papers import check as check_template
from tests.evidence.samples import DATA, TEMPLATE, paper

MINIMAL = """
id = "pledge"
version = 1
effective_from = 2026-01-01
title = "책임경영이행 약정서"
issuer = "{institution}"
lead = "아래와 같이 약정합니다."
closing = "전자서명합니다."
forbidden_words = ["연대보증", "보증인"]
facts = [{ label = "기관", value = "{institution}" }]
articles = [{ title = "의무", paragraphs = ["성실하게 경영합니다."] }]
[fields]
institution = "text"
"""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.toml")), ids=lambda p: p.parent.name)
def test_every_template_holds(path):
    template = load(path.parent.name, int(path.stem))
    assert (template.id, str(template.version)) == (path.parent.name, path.stem)


def test_the_agreement_asks_what_it_must():
    mandatory = [tick.label for tick in TEMPLATE.ticks if tick.required]
    assert mandatory == [
        "약정서 수령·설명 확인",
        "개인(신용)정보 조회",
        "개인(신용)정보 제3자 제공",
        "유의사항 확인",
    ]
    assert [tick.label for tick in TEMPLATE.ticks if not tick.required] == ["마케팅 수신"]


def test_collection_is_a_notice_that_names_timing_and_pressure():
    text = " ".join(TEMPLATE.notices[0].paragraphs)
    assert "획의 시간과 누르는 세기" in text
    assert all("수집·이용" not in tick.label for tick in TEMPLATE.ticks)


def test_fields_are_filled_in_their_forms():
    facts = {fact.label: fact.value for fact in paper().facts}
    assert facts["보증금액"] == "금 삼천만원정 (30,000,000원)"
    assert facts["보증기간"] == "2026년 12월 1일부터 2031년 11월 30일까지"
    assert (facts["보증비율"], facts["보증료율"]) == ("85%", "연 1.0%")
    assert not any("{" in text for text in words(paper()))


def test_placeholders_in_data_stay_what_they_are():
    assert "{amount}" in fill(TEMPLATE, {**DATA, "firm": "{amount}"}).lead


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"bank": None}, "missing bank"),
        ({"extra": "x"}, "unknown extra"),
        ({"amount": "30000000"}, "amount is no won"),
        ({"amount": True}, "amount is no won"),
        ({"firm": 7}, "firm is no text"),
        ({"period_end": "2026-02-30"}, "period_end is no date"),
        ({"period_end": "20261130"}, "period_end is no date"),
    ],
)
def test_wrong_data_is_named(change, complaint):
    data = {key: value for key, value in {**DATA, **change}.items() if value is not None}
    with pytest.raises(ValueError, match=complaint):
        fill(TEMPLATE, data)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("성실하게 경영합니다.", "연대보증을 합니다.", "forbidden word 연대보증"),
        ("성실하게 경영합니다.", "{firm}은 경영합니다.", "unknown field firm"),
        ("성실하게 경영합니다.", "{institution:hangul}", "unknown field institution:hangul"),
        ("성실하게 경영합니다.", "경영합니다 😀", "no glyph for 😀"),
        ('"성실하게 경영합니다."', '"가",' * 51, "article 1 has more than 50 paragraphs"),
    ],
)
def test_a_wrong_template_is_refused(old, new, complaint):
    assert check_template(read(MINIMAL)).title == "책임경영이행 약정서"
    with pytest.raises(ValueError, match=complaint):
        check_template(read(MINIMAL.replace(old, new)))


@pytest.mark.parametrize("name", ["nothing", "../papers/credit-guarantee", "."])
def test_no_such_template(name):
    with pytest.raises(LookupError):
        load(name, 1)
