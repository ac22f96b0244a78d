"""What changed from one version of a template to another, piece by piece, word by word. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.editions.clauses import Content

SAME, INS, DEL = "same", "ins", "del"
CHANGED, ADDED, REMOVED, MOVED = "changed", "added", "removed", "moved"

END = "\n"
"""A line end, as one of the words."""

ALIKE = 0.5
"""Of two pieces without a name in common: how alike their words are if one became the other."""

Line = list[tuple[str, str]]
"""Runs of words of one line, each the same, inserted or deleted."""


@dataclass(frozen=True)
class Change:
    """One piece that is not as it was. name: of its list or text; old, new: its index there."""

    name: str
    state: str
    old: int | None
    new: int | None
    lines: list[Line]


def compare(old: Content, new: Content) -> tuple[list[Change], int]:
    """Everything that changed, in the order of the newer, and how many pieces did not."""
    found: list[Change] = []
    same = 0
    for name in ("title", "lead", "facts", "articles", "cautions", "ticks", "notices", "closing"):
        pairs = _pairs(_pieces(old, name), _pieces(new, name))
        moved = _moved([pair for pair in pairs if None not in pair])
        for before, after in pairs:
            change = _change(old, new, name, before, after, before in moved)
            found += [change] if change else []
            same += change is None
    return found, same


def words(old: str, new: str) -> list[Line]:
    """Both texts in one, line by line, what only one of them has marked."""
    before, after = _tokens(old), _tokens(new)
    lines: list[Line] = [[]]
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            _write(lines, SAME, after[c:d])
        else:
            _write(lines, DEL, before[a:b])
            _write(lines, INS, after[c:d])
    return [line for line in lines if line]


def _change(
    old: Content, new: Content, name: str, before: int | None, after: int | None, moved: bool
) -> Change | None:
    text_before = "" if before is None else _text(_pieces(old, name)[before])
    text_after = "" if after is None else _text(_pieces(new, name)[after])
    if before is None:
        state = ADDED
    elif after is None:
        state = REMOVED
    elif text_before != text_after:
        state = CHANGED
    elif moved:
        state = MOVED
    else:
        return None
    return Change(name, state, before, after, words(text_before, text_after))


def _pieces(content: Content, name: str) -> list[Any]:
    held = content[name]
    return held if isinstance(held, list) else [held]


def _pairs(old: list[Any], new: list[Any]) -> list[tuple[int | None, int | None]]:
    """Which piece became which; then those that are gone."""
    left = dict(enumerate(old))
    pairs: dict[int, int] = {}
    for index, piece in enumerate(new):
        same = next((i for i, each in left.items() if _named(each) == _named(piece)), None)
        if same is not None:
            pairs[index] = same
            del left[same]
    for index, piece in enumerate(new):
        if index not in pairs and left:
            best = max(left, key=lambda i: _likeness(left[i], piece))
            if _likeness(left[best], piece) >= ALIKE:
                pairs[index] = best
                del left[best]
    return [(pairs.get(index), index) for index in range(len(new))] + [(i, None) for i in left]


def _named(piece: Any) -> str:
    """What a piece is known by: its key, else its title or label; a plain text is one of a kind."""
    if isinstance(piece, str):
        return ""
    return str(piece.get("key") or piece.get("title") or piece.get("label"))


def _likeness(one: Any, other: Any) -> float:
    return SequenceMatcher(None, _text(one).split(), _text(other).split(), autojunk=False).ratio()


def _moved(pairs: list[tuple[int | None, int | None]]) -> set[int | None]:
    """The old indexes of pieces that changed places, as few as explain the new order."""
    new = [before for before, _ in pairs]
    old = sorted(new, key=lambda i: i or 0)
    stayed: set[int | None] = set()
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        stayed |= set(old[block.a : block.a + block.size])
    return set(new) - stayed


def _text(piece: Any) -> str:
    """A piece as lines: what it is called, then what it says."""
    if isinstance(piece, str):
        return piece
    lines: list[str] = []
    for field, value in piece.items():
        if field in ("required", "strong"):
            lines += [f"[{field}]"] if value else []
        elif field != "key":
            lines += value if isinstance(value, list) else [value]
    return END.join(lines)


def _tokens(text: str) -> list[str]:
    """Its words (eojeol) and line ends."""
    return [token for line in text.split(END) for token in (*line.split(), END)][:-1]


def _write(lines: list[Line], kind: str, tokens: list[str]) -> None:
    for part in _runs(tokens):
        if part == END:
            lines.append([])
        elif lines[-1] and lines[-1][-1][0] == kind:
            lines[-1][-1] = (kind, f"{lines[-1][-1][1]} {part}")
        else:
            lines[-1].append((kind, part))


def _runs(tokens: list[str]) -> Iterator[str]:
    """Words between line ends joined again."""
    run: list[str] = []
    for token in tokens:
        if token != END:
            run.append(token)
            continue
        if run:
            yield " ".join(run)
        run = []
        yield END
    if run:
        yield " ".join(run)
