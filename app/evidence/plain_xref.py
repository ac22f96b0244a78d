"""Whether a PDF names its objects the plain way, before a parser is let at it.

Our papers, and whatever is added to them later, use cross-reference tables. Cross-reference and
object streams are compressed: a small hostile file could unpack to more than any machine holds.
"""

import re

MOST_REVISIONS = 100

_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,10})\b")


def has_only_plain_tables(pdf: bytes) -> bool:
    """Whether every revision, from the last one back, has a table and a trailer without streams."""
    end = _END.search(pdf, max(0, len(pdf) - 1024))
    at = int(end[1]) if end else None
    for _ in range(MOST_REVISIONS):
        if at is None:
            return end is not None
        trailer = _trailer(pdf, at)
        if trailer is None or b"#" in trailer or b"/XRefStm" in trailer:
            return False
        previous = _PREVIOUS.findall(trailer)
        if len(previous) > 1:
            return False
        at = int(previous[0]) if previous else None
    return False


def _trailer(pdf: bytes, at: int) -> bytes | None:
    """The trailer of the table at an offset; `#` could spell a name in another way."""
    begin = pdf.find(b"trailer", at)
    end = pdf.find(b"startxref", begin)
    if not pdf.startswith(b"xref", at) or begin < 0 or end < 0:
        return None
    return pdf[begin:end]
