"""What is wrong with the words of a template: where, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.texts import t
from app.editions import parts, rules
from app.editions.clauses import Content, Path, content_of
from app.evidence import fields, papers
from app.evidence.papers import MOST_PARAGRAPHS, PaperTemplate, missing_glyphs

LONGEST = {"title": 60, "label": 60, "lead": 600, "closing": 600, "value": 200}
LONGEST_TEXT = 2000
"""Characters of one text, by what it is."""

WHOLE = 60_000
"""Characters of a whole paper: some eighty pages."""

MAY_BE_EMPTY = frozenset({"detail"})


@dataclass(frozen=True)
class Problem:
    """What keeps a draft from being published; `field` is the id of the input it is in."""

    path: Path
    what: str
    word: str = ""

    @property
    def part(self) -> str:
        """The part it is mended in."""
        return parts.part_of(str(self.path[0]))

    @property
    def field(self) -> str:
        """The id of the input, or of the list, in the editor."""
        return "-".join(map(str, self.path))

    @property
    def sentence(self) -> str:
        """Where it is and what to do, in the present language."""
        said = t(f"editions.problem.{self.what}", word=self.word)
        return t("editions.problem.at", place=place(self.path), said=said)


def place(path: Path) -> str:
    """Where a text is, in words: `제3조 2항`."""
    name, *rest = path
    numbers = {"number": int(rest[0]) + 1 if rest else 0, "item": 0}
    what = str(name)
    if len(rest) > 1:
        what = f"{name}_{rest[1]}"
    if len(rest) > 2:
        numbers["item"] = int(rest[2]) + 1
    elif len(rest) == 1:
        what = f"{name}_one"
    return t(f"editions.place.{what}", **numbers)


def problems(template: PaperTemplate) -> list[Problem]:
    """Everything that is wrong, in the order of the paper; none means `papers.check` agrees."""
    content = content_of(template)
    found = [p for path, text in texts(content) for p in _of_text(template, path, text)]
    return [*found, *_of_lists(content), *_of_law(template, content)]


def texts(content: Content) -> Iterator[tuple[Path, str]]:
    """Every text that staff write, with its place; keys are not theirs."""
    for name in ("title", "lead", "closing"):
        yield (name,), content[name]
    for name in parts.LISTS.values():
        for index, piece in enumerate(content[name]):
            for field, value in piece.items():
                if isinstance(value, list):
                    yield from ((((name, index, field, i)), one) for i, one in enumerate(value))
                elif isinstance(value, str) and field != "key":
                    yield (name, index, field), value


def _of_text(template: PaperTemplate, path: Path, text: str) -> Iterator[Problem]:
    what = next(str(step) for step in reversed(path) if isinstance(step, str))
    unsigned = path == ("closing",) and template.id not in rules.SIGNED
    if not text and what not in MAY_BE_EMPTY and not unsigned:
        yield Problem(path, "empty")
    longest = LONGEST.get(what, LONGEST_TEXT)
    if len(text) > longest:
        yield Problem(path, "long", str(longest))
    for name in fields.wrong_places(template.fields, text):
        yield Problem(path, "field", name)
    if "{" in (rest := fields.PLACE.sub("", text)) or "}" in rest:
        yield Problem(path, "brace")
    for word in template.forbidden_words:
        if word in text:
            yield Problem(path, "word", word)
    if missing := missing_glyphs(text):
        yield Problem(path, "glyph", " ".join(sorted(missing)))


def _of_lists(content: Content) -> Iterator[Problem]:
    if not content["facts"]:
        yield Problem(("facts",), "none")
    for name in ("articles", "notices"):
        for index, piece in enumerate(content[name]):
            if not piece["paragraphs"]:
                yield Problem((name, index, "paragraphs"), "none")
            if len(piece["paragraphs"]) > MOST_PARAGRAPHS:
                yield Problem((name, index, "paragraphs"), "many", str(MOST_PARAGRAPHS))
    if sum(len(text) for _, text in texts(content)) > WHOLE:
        yield Problem(("articles",), "whole", f"{WHOLE:,}")


def _of_law(template: PaperTemplate, content: Content) -> Iterator[Problem]:
    """What an institution may not take out: articles of what is signed, mandatory ticks, the data
    that says what is agreed."""
    if template.id in rules.SIGNED and not content["articles"]:
        yield Problem(("articles",), "none")
    kept = {tick["key"] for tick in content["ticks"] if tick["required"]}
    first = papers.load(template.id, 1)
    for tick in first.ticks:
        if tick.required and tick.key not in kept:
            yield Problem(("ticks",), "tick", tick.label)
    said = {m[1] for _, text in texts(content) for m in fields.PLACE.finditer(text)}
    for name in rules.KINDS[template.id]:
        if name not in said:
            yield Problem(("facts",), "unsaid", name)
