"""What is drawn on a PDF's pages, object by object, as PDFium (the engine of Chromium) has it.

Plain values over its C interface; nothing is judged here. See `page`.
"""

import ctypes
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import pypdfium2.raw as raw  # type: ignore[import-untyped]

_one_at_a_time = threading.Lock()
"""PDFium is not for several threads."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
MOST_SEGMENTS = 200_000
"""Of one path; a signature has some thousands."""


@dataclass(frozen=True)
class Piece:
    """One object of a page. marks: names of what it is marked as (`Span`, `Artifact`);
    figure: what is the same for all objects of one figure, None outside figures."""

    kind: int
    box: Box
    marks: tuple[str, ...]
    figure: int | None
    _object: Any
    _text_page: Any

    def text(self) -> str:
        """Of a text object: what it says."""
        room = raw.FPDFTextObj_GetText(self._object, self._text_page, None, 0)
        buffer = ctypes.create_string_buffer(room)
        raw.FPDFTextObj_GetText(self._object, self._text_page, _wide(buffer), room)
        return buffer.raw[: room - 2].decode("utf-16-le")

    def font(self) -> tuple[int, Any]:
        """Of a text object: its font, and by what it is known within the document."""
        font = raw.FPDFTextObj_GetFont(self._object)
        return ctypes.cast(font, ctypes.c_void_p).value or 0, font

    def filled(self) -> bool:
        """Of a text object: whether its letters are areas of colour (not outlines, not nothing)."""
        return bool(raw.FPDFTextObj_GetTextRenderMode(self._object) == raw.FPDF_TEXTRENDERMODE_FILL)

    def colour(self, *, stroke: bool = False) -> tuple[int, int, int, int]:
        """Red, green, blue, opacity, each from 0 to 255."""
        parts = [ctypes.c_uint() for _ in range(4)]
        ask = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
        ask(self._object, *parts)
        red, green, blue, opacity = (part.value for part in parts)
        return red, green, blue, opacity

    def clip(self) -> Box | None:
        """The box around what its clipping lets show, in the page's coordinates; None without."""
        clip = raw.FPDFPageObj_GetClipPath(self._object)
        corners = _points(
            raw.FPDFClipPath_GetPathSegment(clip, path, i)
            for path in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0)
            for i in range(raw.FPDFClipPath_CountPathSegments(clip, path))
        )
        if not corners:
            return None
        across, along = zip(*corners, strict=True)
        return min(across), min(along), max(across), max(along)

    def drawn_as(self) -> tuple[bool, bool]:
        """Of a path: whether it is filled, whether it is stroked."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(self._object, fill, stroke)
        return bool(fill.value), bool(stroke.value)

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """From its own coordinates to the page's."""
        found = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(self._object, found)
        return found.a, found.b, found.c, found.d, found.e, found.f

    def points(self) -> tuple[tuple[float, float], ...]:
        """Of a path: its points in its own coordinates, those that steer curves among them."""
        count = raw.FPDFPath_CountSegments(self._object)
        if not 0 < count <= MOST_SEGMENTS:
            raise ValueError("a path of no or too many points")
        return _points(raw.FPDFPath_GetPathSegment(self._object, i) for i in range(count))


@dataclass(frozen=True)
class Page:
    """One page; `notes` are annotations that would show something on it."""

    box: Box
    pieces: Iterator[Piece]
    notes: int


def pages(pdf: bytes) -> Iterator[Page]:
    """The pages of a file, each to be used up before the next; ValueError where it is no PDF."""
    with _one_at_a_time:
        _library()
        document = raw.FPDF_LoadMemDocument64(pdf, len(pdf), None)
        if not document:
            raise ValueError("PDFium cannot read it")
        with ExitStack() as open_:
            open_.callback(raw.FPDF_CloseDocument, document)
            for number in range(raw.FPDF_GetPageCount(document)):
                yield _page(open_, document, number)


@cache
def _library() -> None:
    """PDFium wants to be told once."""
    raw.FPDF_InitLibrary()


def _page(open_: ExitStack, document: Any, number: int) -> Page:
    """All pages stay open to the end: a font keeps its place in memory, by which it is known."""
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        raise ValueError("PDFium cannot read a page")
    open_.callback(raw.FPDF_ClosePage, page)
    text_page = raw.FPDFText_LoadPage(page)
    open_.callback(raw.FPDFText_ClosePage, text_page)
    return Page(_sheet(page), _pieces(page, text_page, number), _notes(page))


def _sheet(page: Any) -> Box:
    return 0.0, 0.0, raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)


def _notes(page: Any) -> int:
    """Annotations with an area: a seal's field has none."""
    found, box = 0, raw.FS_RECTF()
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, i)
        raw.FPDFAnnot_GetRect(note, box)
        empty = box.left == box.right and box.top == box.bottom
        found += not empty or raw.FPDFAnnot_GetSubtype(note) != raw.FPDF_ANNOT_WIDGET
        raw.FPDFPage_CloseAnnot(note)
    return found


def _pieces(page: Any, text_page: Any, number: int) -> Iterator[Piece]:
    for i in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, i)
        marks, figure = _marks(found)
        inside = None if figure is None else number << 32 | figure
        yield Piece(raw.FPDFPageObj_GetType(found), _box(found), marks, inside, found, text_page)


def _marks(found: Any) -> tuple[tuple[str, ...], int | None]:
    names, figure = [], None
    size, number = ctypes.c_ulong(), ctypes.c_int()
    buffer = ctypes.create_string_buffer(64)
    for i in range(raw.FPDFPageObj_CountMarks(found)):
        mark = raw.FPDFPageObj_GetMark(found, i)
        raw.FPDFPageObjMark_GetName(mark, _wide(buffer), 64, size)
        names.append(buffer.raw[: max(0, size.value - 2)].decode("utf-16-le", "replace"))
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size):
            names.append("ActualText")
        described = raw.FPDFPageObjMark_GetParamStringValue(mark, b"Alt", None, 0, size)
        if described and raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number):
            figure = number.value
    return tuple(names), figure


def _box(found: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(found, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _points(segments: Iterable[Any]) -> tuple[tuple[float, float], ...]:
    x, y = ctypes.c_float(), ctypes.c_float()
    found = []
    for segment in segments:
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        found.append((x.value, y.value))
    return tuple(found)


def _wide(buffer: Any) -> Any:
    return cast(Any, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)))
