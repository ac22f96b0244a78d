"""Adding a signature's revision to a PDF of our own renderer, with room for the signature.

Our papers have one plain cross-reference table, one line per dictionary and no form; knowing that,
a revision is a few lines of text, a hundred times cheaper than through a general PDF library. A
file that is made otherwise is refused (ValueError), never guessed at.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_TAIL = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\n\Z", re.DOTALL)
_XREF = re.compile(rb"xref\n0 (\d+)\n")
_BYTE_RANGE = b"/ByteRange[0 %010d %010d %010d]"
_ENTRY = 20
"""Bytes of one cross-reference line."""


@dataclass(frozen=True)
class Prepared:
    """A file with an empty signature, whose `room` hex digits begin at `start`."""

    content: bytes
    start: int
    room: int

    def digest(self) -> bytes:
        """SHA-256 over all but the `<…>` of the signature."""
        covered = hashlib.sha256(memoryview(self.content)[: self.start - 1])
        covered.update(memoryview(self.content)[self.start + self.room + 1 :])
        return covered.digest()

    def signed(self, cms: bytes) -> bytes:
        """The file with the signature in its place; raises ValueError when it does not fit."""
        digits = cms.hex().encode().ljust(self.room, b"0")
        if len(digits) > self.room:
            raise ValueError(f"the signature has {len(cms)} bytes, more than fit")
        return self.content[: self.start] + digits + self.content[self.start + self.room :]


class _Source:
    """The unsigned file: its objects by number."""

    def __init__(self, pdf: bytes):
        tail = _TAIL.search(pdf, max(0, len(pdf) - 2048))
        if tail is None:
            raise ValueError("not a paper of ours: no plain trailer at the end")
        self.pdf = pdf
        self.trailer = tail[1]
        self.xref = int(tail[2])
        head = _XREF.match(pdf, self.xref)
        if head is None:
            raise ValueError("not a paper of ours: no plain cross-reference table")
        self.size = int(head[1])
        self._entries = head.end()

    def dictionary(self, number: int) -> bytes:
        """What stands between `<<` and `>>` of an object."""
        entry = self._entries + number * _ENTRY
        digits = self.pdf[entry : entry + 10]
        offset = int(digits) if number < self.size and digits.isdigit() else len(self.pdf)
        begin = b"%d 0 obj\n<<" % number
        end = self.pdf.find(b">>\nendobj", offset)
        if not self.pdf.startswith(begin, offset) or end < 0:
            raise ValueError(f"not a paper of ours: object {number} is no dictionary")
        return self.pdf[offset + len(begin) : end]


def prepare(pdf: bytes, name: str, at: datetime, room: int) -> Prepared:
    """`pdf` plus a certification signature (form filling allowed, DocMDP 2) that is still empty.

    The field is invisible: the seal people see is drawn on the page. `room`: hex digits.
    """
    source = _Source(pdf)
    catalog_number = _reference(source.trailer, b"Root")
    catalog = source.dictionary(catalog_number)
    pages = source.dictionary(_reference(catalog, b"Pages"))
    page_number = _reference(pages, rb"Kids\[")
    page = source.dictionary(page_number)
    if b"/AcroForm" in catalog or b"/Annots" in page:
        raise ValueError("not a paper of ours: it has a form or annotations already")
    field, signature = source.size, source.size + 1
    objects = {
        catalog_number: catalog
        + b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>" % (field, signature),
        page_number: page + b"/Annots[%d 0 R]" % field,
        field: b"/Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/Rect[0 0 0 0]/F 132/P %d 0 R/V %d 0 R"
        % (page_number, signature),
        signature: _signature(name, at, room),
    }
    return _append(source, objects, room)


def _signature(name: str, at: datetime, room: int) -> bytes:
    return b"".join(
        (
            b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
            b"/M(D:%s)" % f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode(),
            b"/Name<%s>" % ("\ufeff" + name).encode("utf-16-be").hex().encode(),
            b"/Reference[<</Type/SigRef/TransformMethod/DocMDP",
            b"/TransformParams<</Type/TransformParams/V/1.2/P 2>>>>]",
            _BYTE_RANGE % (0, 0, 0),
            b"/Contents<" + b"0" * room + b">",
        )
    )


def _append(source: _Source, objects: dict[int, bytes], room: int) -> Prepared:
    body, offsets, at = [], {}, len(source.pdf)
    for number in sorted(objects):
        text = b"%d 0 obj\n<<%s>>\nendobj\n" % (number, objects[number])
        offsets[number] = at
        body.append(text)
        at += len(text)
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % (n, offsets[n]) for n in sorted(offsets))
    trailer = _trailer(source, max(objects) + 1)
    end = b"xref\n0 1\n0000000000 65535 f \n%strailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n"
    added = b"".join(body) + end % (lines, trailer, at)
    start = len(source.pdf) + added.rindex(b"/Contents<") + len(b"/Contents<")
    after = start + room + 1
    covered = _BYTE_RANGE % (start - 1, after, len(source.pdf) + len(added) - after)
    added = added.replace(_BYTE_RANGE % (0, 0, 0), covered)
    return Prepared(source.pdf + added, start, room)


def _trailer(source: _Source, size: int) -> bytes:
    """The old trailer with the new size and the second half of the file's identity renewed."""
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, source.trailer)
    fresh = hashlib.sha256(source.pdf).hexdigest()[:32].encode()
    trailer = re.sub(rb"(/ID\[\(.*?\))\(.*?\)\]", rb"\1<" + fresh + rb">]", trailer)
    return trailer + b"/Prev %d" % source.xref


def _reference(dictionary: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" ?(\d+) 0 R", dictionary)
    if found is None:
        raise ValueError("not a paper of ours: something is missing in its frame")
    return int(found[1])
