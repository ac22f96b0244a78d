"""Which characters the embedded font can draw, and how wide they are.

Papers are drawn with `fallback: false`: a character without a glyph must be found when a name is
typed or a request composed, not after conclusion (decision 54).
"""

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parents[2] / "templates" / "papers" / "fonts"
REGULAR = FONTS / "PretendardGOV-Regular.otf"
BOLD = FONTS / "PretendardGOV-Bold.otf"


@dataclass(frozen=True)
class Face:
    """An OpenType face: code point -> glyph, glyph -> advance in 1/`units` em."""

    glyphs: dict[int, int]
    advances: tuple[int, ...]
    units: int


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that one of the two faces cannot draw; line ends don't count.

    Invisible ones (controls, zero-width, direction marks) count as missing, glyph or not: nobody
    could see that they are there.
    """
    regular, bold = face(REGULAR).glyphs, face(BOLD).glyphs
    return {
        c
        for c in set(text) - {"\n"}
        if ord(c) not in regular or ord(c) not in bold or unicodedata.category(c).startswith("C")
    }


@cache
def face(path: Path) -> Face:
    """Read a face's character map and advances (OpenType `cmap`, `hhea`, `hmtx`, `head`)."""
    data = path.read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    metrics = struct.unpack_from(f">{2 * count}H", data, tables["hmtx"])
    return Face(dict(_characters(data, tables["cmap"])), metrics[::2], units)


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in records}


def _characters(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Pairs of code point and glyph from the format 12 subtable, which holds every plane."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for i in range(count):
        _, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)
        form, _, _, _, groups = struct.unpack_from(">HHIII", data, cmap + offset)
        if form == 12:
            for start, end, glyph in struct.iter_unpack(
                ">III", data[cmap + offset + 16 : cmap + offset + 16 + 12 * groups]
            ):
                yield from ((code, glyph + code - start) for code in range(start, end + 1))
            return
    raise ValueError("the font has no character map of format 12")
