"""Which words of a paragraph could be split at the end of a line, so that only they are boxed.

Typst breaks Korean between any two syllables; a word in a box stays whole. Boxing every word
costs a third of the whole rendering, so the lines are filled here first, with the font's own
advances, and only the words at their ends are boxed. The width is taken a little narrower and a
little wider too: where a word just fits or just doesn't, both outcomes are covered.
"""

from functools import lru_cache

from app.evidence.glyphs import REGULAR, face

SLACK = 0.5
"""Em by which our reckoning of a line may err (kerning, rounding)."""

LONGEST = 20
"""Characters of a word that may be boxed; a longer one might not fit into a line and may break."""


@lru_cache(1024)  # most paragraphs of a template hold no data
def runs(text: str, width: float) -> tuple[str, ...]:
    """`text` cut into pieces: every second one, from the second on, is a word to keep whole.

    width: of the line, in em.
    """
    words = text.split(" ")
    ends = _kept(words, width)
    pieces = [""]
    for i, word in enumerate(words):
        gap = " " if i else ""
        if i in ends and 1 < len(word) <= LONGEST:
            pieces[-1] += gap
            pieces += [word, ""]
        else:
            pieces[-1] += gap + word
    return tuple(pieces)


def _kept(words: list[str], width: float) -> set[int]:
    """Indexes of the words to box: at the ends of lines, or all where one is too long for a line.

    Nobody foresees where a word that may break does, nor therefore where the lines after it end.
    """
    if any(len(word) > LONGEST for word in words):
        return set(range(len(words)))
    widths = [_width(word) for word in words]
    return set().union(*(_line_ends(widths, width + slack) for slack in (-SLACK, 0, SLACK)))


def _line_ends(widths: list[float], width: float) -> set[int]:
    """Indexes of the words that do not fit any more, or only just."""
    found, at, space = set(), 0.0, _width(" ")
    for i, long in enumerate(widths):
        after = at + long + (space if at else 0)
        if after > width - SLACK:
            found.add(i)
        at = after if after <= width else long % width
    return found


def _width(text: str) -> float:
    """Of text in the regular face, in em."""
    regular = face(REGULAR)
    last = len(regular.advances) - 1
    advances = (regular.advances[min(regular.glyphs.get(ord(c), 0), last)] for c in text)
    return sum(advances) / regular.units
