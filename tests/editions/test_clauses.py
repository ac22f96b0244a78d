"""Changing clauses piece by piece loses no text; what is wrong with them is found and placed."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.editions import checks, forms, parts, rules
from app.editions.clauses import Content, change, content_of, template_of
from app.evidence import papers

KINDS = sorted(rules.KINDS)
BASE = {kind: papers.load(kind, 1) for kind in KINDS}
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def texts(content: Content) -> Counter[str]:
    """Every text with how often it is there, and every key."""
    found = [text for _, text in checks.texts(content)]
    keys = [p["key"] for name in ("cautions", "notices", "ticks") for p in content[name]]
    return Counter(found) + Counter(keys)


def paragraphs() -> st.SearchStrategy[list[str]]:
    return st.lists(words, max_size=4)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Clauses of any shape."""

    def keyed(prefix: str, **fields: Any) -> list[Any]:
        pieces = draw(st.lists(st.fixed_dictionaries(fields), max_size=4))
        return [{"key": f"{prefix}-{n}", **piece} for n, piece in enumerate(pieces, 1)]

    article = st.fixed_dictionaries({"title": words, "paragraphs": paragraphs()})
    fact = st.fixed_dictionaries({"label": words, "value": words, "strong": st.booleans()})
    return {
        **{name: draw(words) for name in ("title", "issuer", "lead", "closing")},
        "facts": draw(st.lists(fact, max_size=4)),
        "articles": draw(st.lists(article, max_size=5)),
        "cautions": keyed("caution", title=words, text=words),
        "notices": keyed("notice", title=words, paragraphs=paragraphs()),
        "ticks": keyed("tick", required=st.booleans(), label=words, detail=words),
    }


def places(content: Content) -> list[tuple[str | int, ...]]:
    """Every piece of every list, paragraphs among them."""
    found: list[tuple[str | int, ...]] = []
    for name in parts.LISTS.values():
        for index, piece in enumerate(content[name]):
            found.append((name, index))
            rest = piece.get("paragraphs", [])
            found += [(name, index, "paragraphs", i) for i in range(len(rest))]
    return found


@given(contents(), st.data())
def test_moving_loses_and_invents_nothing(content: Content, data: st.DataObject) -> None:
    for path in places(content):
        what = data.draw(st.sampled_from(("up", "down")))
        moved, _ = change(content, what, path)
        assert texts(moved) == texts(content)


@given(contents())
def test_up_and_down_undo_one_another(content: Content) -> None:
    for path in places(content):
        up, there = change(content, "up", path)
        if there != path:
            assert change(up, "down", there) == (content, path)


@given(contents())
def test_removing_takes_that_piece_alone_and_adding_leaves_the_rest(content: Content) -> None:
    for path in places(content):
        less, _ = change(content, "remove", path)
        piece: Any = content
        for step in path:
            piece = piece[step]
        lone = {**EMPTY, str(path[0]): [piece]} if len(path) == 2 else None
        gone = texts(lone) - texts(EMPTY) if lone else Counter([piece])
        assert texts(content) - texts(less) == gone
        more, there = change(content, "add", path)
        assert texts(content) - texts(more) == Counter()
        back, _ = change(more, "remove", there)
        assert back == content


EMPTY: Content = {
    **dict.fromkeys(("title", "issuer", "lead", "closing"), ""),
    **{name: [] for name in parts.LISTS.values()},
}


@given(contents())
def test_new_pieces_have_keys_of_their_own(content: Content) -> None:
    for name in ("cautions", "notices", "ticks"):
        more, _ = change(content, "add", (name,))
        keys = [piece["key"] for piece in more[name]]
        assert len(set(keys)) == len(keys) == len(content[name]) + 1


@given(contents())
def test_a_form_of_the_part_reads_back_as_the_part(content: Content) -> None:
    content = normal(content)
    for part in parts.LISTS:
        held = parts.of(content, part)
        assert forms.read_part(part, sent(held)) == held


def sent(held: Content) -> dict[str, str]:
    """What a browser sends of the part, the fields in no particular order."""
    form: dict[str, str] = {}
    for name, value in held.items():
        if isinstance(value, str):
            form[name] = value
            continue
        for index, piece in enumerate(value):
            for field, one in piece.items():
                at = f"{name}-{index}-{field}"
                if isinstance(one, list):
                    form |= {f"{at}-{i}": text for i, text in enumerate(one)}
                elif one is True:
                    form[at] = "yes"
                elif one is not False:
                    form[at] = one
    return dict(reversed(form.items()))


def normal(value: Any) -> Any:
    """The same clauses as reading a form leaves their white space."""
    if isinstance(value, str):
        return forms._text(value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {name: normal(item) for name, item in value.items()}
    return value


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("up", ("articles", 99)),
        ("up", ("articles",)),
        ("up", ("title",)),
        ("up", ("title", 0)),
        ("remove", ("articles", 0, "title")),
        ("remove", ("articles", 0, "title", 0)),
        ("burn", ("articles", 0)),
        ("add", ("nothing",)),
        ("add", ()),
        ("add", (0,)),
    ],
)
def test_a_place_that_is_not_there(what: str, path: Any) -> None:
    with pytest.raises(LookupError):
        change(content_of(BASE["credit-guarantee"]), what, path)


@pytest.mark.parametrize(
    "form",
    [
        {"ticks-0-key": "Received", "ticks-0-label": "x"},
        {"ticks-0-label": "no key"},
        {"ticks-0-key": "a", "ticks-1-key": "a"},
        {f"ticks-{n}-key": f"k{n}" for n in range(61)},
    ],
)
def test_what_no_form_of_ours_sends(form: dict[str, str]) -> None:
    with pytest.raises(Refused, match="BAD_REQUEST"):
        forms.read_part("ticks", form)


@pytest.mark.parametrize("text", ["up-cautions-0", "up", "", "up-title"])
def test_a_button_moves_pieces_of_its_own_part_alone(text: str) -> None:
    with pytest.raises(Refused, match="BAD_REQUEST"):
        forms.read_change("articles", text)


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_templates_have_no_problem_and_come_back_as_they_were(kind: str) -> None:
    shipped = BASE[kind]
    content = content_of(shipped)
    assert template_of(content, shipped, 1, shipped.effective_from) == shipped
    assert checks.problems(shipped) == []
    assert set(parts.PARTS_OF) == set(rules.KINDS)


def altered(kind: str = "credit-guarantee", **given: Any) -> list[tuple[str, str]]:
    content = {**content_of(BASE[kind]), **given}
    found = checks.problems(template_of(content, BASE[kind], 2, date(2027, 1, 1)))
    return [(problem.field, problem.sentence) for problem in found]


def article(text: str) -> list[dict[str, Any]]:
    return [{"title": "목적", "paragraphs": ["첫째 항입니다.", text]}]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{name}에게", "제1조 2항: 없는 데이터 칸 'name' 대신"),
        ("{purpose:hangul}", "제1조 2항: 없는 데이터 칸 'purpose:hangul' 대신"),
        ("{금액}", "제1조 2항: 없는 데이터 칸 '금액' 대신"),
        ("{amount", "제1조 2항: 중괄호가 짝이 맞지 않습니다. 데이터 칸은 {amount}처럼"),
        ("연대보증인을 세웁니다", "제1조 2항: 이 문서에 쓸 수 없는 말 '연대보증' 대신"),
        ("책임을 집니다 😀", "제1조 2항: 문서 글꼴에 없는 글자 😀 대신"),
        ("", "제1조 2항: 비어 있습니다."),
        ("가" * 2001, "제1조 2항: 너무 깁니다. 2000자까지"),
    ],
)
def test_each_problem_names_its_place_and_what_to_do(text: str, sentence: str) -> None:
    found = altered(articles=article(text))
    assert [field for field, _ in found] == ["articles-0-paragraphs-1"]
    assert found[0][1].startswith(sentence)


def test_the_pledge_may_not_speak_of_a_personal_guarantee() -> None:
    """Decision 31: such a promise is void electronically."""
    found = altered("responsible-management", closing="경영자는 보증책임을 집니다.")
    assert found[0][0] == "closing"
    assert "보증책임" in found[0][1]


def test_what_an_institution_may_not_take_out() -> None:
    ticks = content_of(BASE["credit-guarantee"])["ticks"]
    assert len(altered(ticks=[])) == 4
    loose = [{**tick, "required": False} for tick in ticks]
    assert [field for field, _ in altered(ticks=loose)] == ["ticks"] * 4
    assert "'유의사항 확인'" in altered(ticks=ticks[:3])[0][1]
    assert [field for field, _ in altered(articles=[])] == ["articles"]
    assert [field for field, _ in altered(closing="")] == ["closing"]
    assert altered("void-notice", closing="") == []
    facts = [{"label": "신청인", "value": "{applicant}", "strong": False}]
    assert any(
        "{ratio_bps}" not in s and "fee_bps" in s
        for _, s in altered(facts=facts, articles=article("둘째."))
    )


def test_too_many_paragraphs_and_too_much_altogether() -> None:
    many = [{"title": "목적", "paragraphs": ["가"] * 51}]
    assert altered(articles=many)[0][0] == "articles-0-paragraphs"
    long = [{"title": "목적", "paragraphs": ["가" * 2000] * 40}]
    assert any("전체가 너무 깁니다" in sentence for _, sentence in altered(articles=long))


@given(contents(), st.sampled_from(KINDS))
def test_whatever_has_no_problem_passes_the_check_of_papers(content: Content, kind: str) -> None:
    mixed = {**content_of(BASE[kind]), "articles": content["articles"], "title": content["title"]}
    made = template_of(mixed, BASE[kind], 2, date(2027, 1, 1))
    found = checks.problems(made)
    assert [problem.sentence for problem in found if not problem.sentence.strip()] == []
    if not found:
        assert papers.check(made) is made
