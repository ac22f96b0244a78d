"""Whether letters look like what they say: a font's own outlines against those of our faces.

A font made for the purpose could draw an 8 where the text layer, and whoever reads it aloud,
searches or copies, has a 3.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from app.evidence.glyphs import BOLD, REGULAR

SIZE = 1000.0
NEAR = 0.002
"""Em by which two outlines of one letter may differ, rounded as they are."""
NOTHING = "\u0378"
"""What no face has: its outline is that of a missing letter."""

_CODES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

Outline = tuple[tuple[float, float], ...]


class Letters:
    """Those that were looked at in one document, each once for each of its fonts."""

    def __init__(self) -> None:
        self._right: dict[tuple[int, str], bool] = {}

    def look_right(self, known_by: int, font: Any, text: str) -> bool:
        """Whether every letter of `text` is drawn as our face of that name draws it."""
        for letter in worth_a_look(text):
            if (known_by, letter) not in self._right:
                self._right[known_by, letter] = _alike(font, letter)
            if not self._right[known_by, letter]:
                return False
        return True


def load_faces() -> None:
    """Have our faces at hand before the first letter is looked at: it takes a while."""
    for face in (REGULAR, BOLD):
        _known(str(face), NOTHING)


def worth_a_look(text: str) -> Iterator[str]:
    """Letters, digits, boxes to tick: not what has several shapes of its own (a hyphen has)."""
    return (letter for letter in text if letter.isalnum() or letter in "■□")


def unambiguous(root: Any) -> bool:
    """Whether no font of a document (pyHanko's catalogue) has two codes for one letter, of which
    another than the one that is looked at could be drawn."""
    fonts: dict[int, Any] = {}
    for page in _leaves(root["/Pages"]):
        named = page["/Resources"]["/Font"]
        fonts |= {named.raw_get(name).idnum: named[name] for name in named}
    return all(_one_code_each(font) for font in fonts.values())


def _leaves(node: Any) -> Iterator[Any]:
    if "/Kids" not in node:
        yield node
        return
    kids = node["/Kids"]
    for i in range(len(kids)):  # an index follows the reference
        yield from _leaves(kids[i])


def _one_code_each(font: Any) -> bool:
    texts = [
        bytes.fromhex(text.decode()).decode("utf-16-be")
        for _, text in _CODES.findall(font["/ToUnicode"].data.partition(b"beginbfchar")[2])
    ]
    letters = [text for text in texts if any(worth_a_look(text))]
    plain = font["/Encoding"] == "/Identity-H" and b"beginbfrange" not in font["/ToUnicode"].data
    return plain and len(letters) == len(set(letters))


def is_hanja(letter: str) -> bool:
    """Whether it is one of the characters of which two may share one outline."""
    return "CJK" in unicodedata.name(letter, "")


def _alike(font: Any, letter: str) -> bool:
    face = str(BOLD if b"Bold" in _name(font) else REGULAR)
    mine, theirs = _known(face, letter), _outline(font, letter)
    if is_hanja(letter) and _known(face, NOTHING) in (mine, theirs):
        return True  # a few share one outline, and PDFium finds it under one of them
    return len(mine) == len(theirs) and all(
        abs(x - u) < NEAR and abs(y - v) < NEAR for (x, y), (u, v) in zip(mine, theirs, strict=True)
    )


@cache
def _known(path: str, letter: str) -> Outline:
    return _outline(_face(path)[0], letter)


@cache
def _face(path: str) -> tuple[Any, Any]:
    """One of our faces, loaded, and its bytes, which PDFium goes on reading."""
    with open(path, "rb") as file:
        data = file.read()
    kept = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(_shelf(), kept, len(data), raw.FPDF_FONT_TRUETYPE, 1)
    if not font:
        raise ValueError("PDFium cannot load our font")
    return font, kept


@cache
def _shelf() -> Any:
    """An empty document, for fonts to be loaded into."""
    return raw.FPDF_CreateNewDocument()


def _name(font: Any) -> bytes:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value


def _outline(font: Any, letter: str) -> Outline:
    path = raw.FPDFFont_GetGlyphPath(font, ord(letter), SIZE)
    x, y, found = ctypes.c_float(), ctypes.c_float(), []
    for i in range(max(0, raw.FPDFGlyphPath_CountGlyphSegments(path)) if path else 0):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        found.append((x.value, y.value))
    return tuple(found)
