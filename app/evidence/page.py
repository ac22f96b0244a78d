"""What people and machines read on the pages of a paper, and whether it is one and the same.

The words are those of the text layer; nothing may lie over them, and they may not be drawn so that
eyes miss them. What stands in margins is kept apart, drawings are kept by their strokes.
"""

import unicodedata
from dataclasses import dataclass, field

from app.evidence.letters import Letters, is_hanja
from app.evidence.pdfium import PATH, TEXT, Box, Page, Piece, pages

DRAWING = "\ufffc"
"""Stands among the words where there is a drawing (whatever has an alternative text)."""

DARK = 140
"""The lightest that words and strokes may be, of 255: our lightest is a grey of 97."""
TOUCH = 1.0
"""Points by which boxes may reach into one another without one covering the other."""
PEN = 2.0
"""Points by which a box may reach out of another: it counts the whole pen."""
MARKS = {"Span", "Artifact"}
"""How our sheet marks what it draws; anything else (layers that can be switched off) is odd."""


@dataclass(frozen=True)
class Stroke:
    """One path of a drawing: its points, and the matrix that leads to the page."""

    points: tuple[tuple[float, float], ...]
    matrix: tuple[float, ...]


@dataclass
class Drawing:
    """A figure: `strokes`, and whether it holds anything else (areas, as a QR code does)."""

    strokes: list[Stroke] = field(default_factory=list)
    areas: bool = False


@dataclass
class Reading:
    """All pages of a paper. words: without spaces, in the order they are drawn. margins: what
    stands in headers, footers and ornaments, page by page. odd: what eyes would not see as
    machines do."""

    words: str = ""
    margins: list[str] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    odd: set[str] = field(default_factory=set)


def bare(text: str) -> str:
    """Without spaces and line ends, composed: the form in which words are compared."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def read(pdf: bytes) -> Reading:
    """Every page of a file; raises ValueError where it cannot be read."""
    found = Reading()
    said: list[str] = []
    figures: dict[int, Drawing] = {}
    known = Letters()
    for page in pages(pdf):
        found.odd |= {"annotation"} if page.notes else set()
        found.margins.append(bare("".join(_page(page, found.odd, said, figures, known))))
    found.words = bare("".join(said))
    found.drawings = list(figures.values())
    return found


def _page(
    page: Page, odd: set[str], said: list[str], figures: dict[int, Drawing], known: Letters
) -> list[str]:
    """Read one page into what was said and drawn; what stands in its margins."""
    margins, seen = [], list[tuple[Box, int | None]]()
    for piece in page.pieces:
        odd |= _odd(piece, page.box, seen)
        if piece.kind == TEXT and not known.look_right(*piece.font(), piece.text()):
            odd.add("letters")
        if "Artifact" in piece.marks:
            margins += [piece.text()] if piece.kind == TEXT else []
            continue
        if piece.figure is not None and piece.figure not in figures:
            figures[piece.figure] = Drawing()
            said.append(DRAWING)
        if piece.kind == TEXT:
            said.append(piece.text())
        elif piece.figure is not None:
            _draw(piece, figures[piece.figure])
        seen.append((piece.box, piece.figure))
    return margins


def _draw(piece: Piece, drawing: Drawing) -> None:
    if piece.drawn_as() == (False, True):
        drawing.strokes.append(Stroke(piece.points(), piece.matrix()))
    else:
        drawing.areas = True


def _odd(piece: Piece, sheet: Box, seen: list[tuple[Box, int | None]]) -> set[str]:
    """What is wrong with how a piece is drawn."""
    wrong = set() if MARKS.issuperset(piece.marks) else {"layer"}
    if piece.kind == TEXT:
        if "ActualText" in piece.marks and all(map(is_hanja, piece.text())):
            wrong.clear()
        hidden = not piece.filled() or piece.clip() is not None or _pale(piece.colour())
    elif piece.kind == PATH:
        hidden = piece.figure is not None and _unseen(piece)
        mine = piece.figure
        if any(_meet(piece.box, box) for box, figure in seen if mine is None or mine != figure):
            wrong.add("covered")
    else:
        return wrong | {"picture"}
    return wrong | ({"hidden"} if hidden or _beyond(piece.box, sheet) else set())


def _unseen(piece: Piece) -> bool:
    """Whether a drawing's path is too pale, or cut."""
    stroked = piece.drawn_as()[1]
    clip = piece.clip()
    return _pale(piece.colour(stroke=stroked)) or (clip is not None and _beyond(piece.box, clip))


def _pale(colour: tuple[int, int, int, int]) -> bool:
    red, green, blue, opacity = colour
    return opacity != 255 or (299 * red + 587 * green + 114 * blue) // 1000 > DARK


def _beyond(box: Box, sheet: Box) -> bool:
    """Whether a box reaches out of another by more than a pen's width."""
    low = all(inner > outer - PEN for inner, outer in zip(box[:2], sheet[:2], strict=True))
    high = all(inner < outer + PEN for inner, outer in zip(box[2:], sheet[2:], strict=True))
    return not (low and high)


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes share more than their edges."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > TOUCH and along > TOUCH
