"""What changed between two versions: found piece by piece, and nothing else."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from app.editions import diff
from app.editions.clauses import Content, change, content_of
from app.evidence import papers

BASE = content_of(papers.load("credit-guarantee", 1))
text = st.lists(st.sampled_from(["보증금액", "한도로", "10일", "7일", "안에", "\n"]), max_size=12)


def states(old: Content, new: Content) -> list[tuple[str, str, int | None, int | None]]:
    return [(c.name, c.state, c.old, c.new) for c in diff.compare(old, new)[0]]


def without(lines: list[diff.Line], kind: str) -> list[str]:
    return " ".join(run for line in lines for k, run in line if k != kind).split()


def test_nothing_changed() -> None:
    changes, same = diff.compare(BASE, deepcopy(BASE))
    assert (changes, same) == ([], 3 + 10 + 12 + 4 + 5 + 1)


def test_a_changed_word_is_marked_alone() -> None:
    new = deepcopy(BASE)
    new["articles"][5]["paragraphs"][1] = new["articles"][5]["paragraphs"][1].replace("7일", "10일")
    (found,) = diff.compare(BASE, new)[0]
    assert (found.name, found.state, found.old, found.new) == ("articles", "changed", 5, 5)
    marked = [run for line in found.lines for run in line if run[0] != "same"]
    assert marked == [("del", "7일"), ("ins", "10일")]


def test_added_removed_and_moved_articles() -> None:
    added, _ = change(BASE, "add", ("articles", 2))
    added["articles"][3] = {"title": "새 조", "paragraphs": ["새로 정합니다."]}
    assert states(BASE, added) == [("articles", "added", None, 3)]
    removed, _ = change(BASE, "remove", ("articles", 2))
    assert states(BASE, removed) == [("articles", "removed", 2, None)]
    moved = deepcopy(BASE)
    moved["articles"].insert(0, moved["articles"].pop())
    assert states(BASE, moved) == [("articles", "moved", 11, 0)]


def test_a_renamed_article_is_still_the_same_one() -> None:
    new = deepcopy(BASE)
    new["articles"][2]["title"] = "수수료"
    assert states(BASE, new) == [("articles", "changed", 2, 2)]


def test_a_tick_that_became_required() -> None:
    new = deepcopy(BASE)
    new["ticks"][4]["required"] = True
    (found,) = diff.compare(BASE, new)[0]
    assert found.lines[0] == [("ins", "[required]")]


@given(text, text)
def test_each_side_can_be_read_out_of_the_comparison(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    lines = diff.words(before, after)
    assert without(lines, "ins") == before.split()
    assert without(lines, "del") == after.split()
