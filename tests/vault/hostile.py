"""PDF files that mean harm, each well formed as far as it has to be to be looked at."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.evidence import samples

SIGNED = (
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
    b"/ByteRange[0 10 20 10]/Contents<3080>>>"
)
FIELD = b"<</FT/Sig/T(Seal)/V 4 0 R/Kids[%s]>>"


def plain(*objects: bytes, root: bytes = b"/Pages 2 0 R") -> bytes:
    """A file with one plain table; object 1 is the catalogue, the rest follow from 2 on."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate((b"<</Type/Catalog%s>>" % root, *objects), start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, at)
    return bytes(out)


SEEMING = b"/Pages 2 0 R/AcroForm<</Fields[3 0 R]/SigFlags 3>>/Perms<</DocMDP 4 0 R>>"


def seeming(pages: bytes, *more: bytes, field: bytes = b"", root: bytes = b"") -> bytes:
    """A file that says it is signed, so that whoever looks goes on looking."""
    return plain(pages, FIELD % field, SIGNED, *more, root=SEEMING + root)


def many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 10_005))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return seeming(b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids, *[page] * 10_000)


def pages_in_a_circle() -> bytes:
    return seeming(b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>")


def fields_in_a_circle() -> bytes:
    return seeming(b"<</Type/Pages/Count 0/Kids[]>>", field=b"3 0 R 3 0 R")


def nested() -> bytes:
    return seeming(b"[" * 100_000 + b"]" * 100_000)


def with_a_bomb(sealed: bytes) -> bytes:
    """A good paper and, behind its seal, revocation lists that unpack to two gigabytes."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    packed = generic.StreamObject(stream_data=bytes(200_000_000))
    packed.compress()
    lists = generic.ArrayObject([writer.add_object(packed)] * 10)
    writer.root["/DSS"] = generic.DictionaryObject({generic.pdf_name("/CRLs"): lists})
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def endless_table() -> bytes:
    """A table of two million entries: reading them takes longer than anybody may."""
    head = b"%PDF-1.7\nxref\n0 2000000\n"
    return (
        head
        + b"0000000000 65535 f \n" * 2_000_000
        + b"trailer\n<</Size 2000000/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def thousand_revisions() -> bytes:
    out, before = plain(b"<</Type/Pages/Count 0/Kids[]>>"), 0
    before = out.rindex(b"xref\n0 ")
    for _ in range(1000):
        at = len(out)
        out += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\n" % before
        out += b"startxref\n%d\n%%%%EOF\n" % at
        before = at
    return out


def script() -> bytes:
    """A paper of ours that runs something when it is opened; nobody sealed it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(samples.concluded()))
    run = {"/S": generic.NameObject("/JavaScript"), "/JS": generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {generic.NameObject(name): value for name, value in run.items()}
    )
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(folder: Path) -> bytes:
    """A paper of ours behind a password."""
    clear, locked = folder / "clear.pdf", folder / "locked.pdf"
    clear.write_bytes(samples.concluded())
    subprocess.run(
        ["qpdf", "--encrypt", "geheim", "geheim", "256", "--", clear, locked], check=True
    )
    return locked.read_bytes()


FILES: dict[str, Callable[[], bytes]] = {
    "ten thousand pages": many_pages,
    "pages in a circle": pages_in_a_circle,
    "fields in a circle": fields_in_a_circle,
    "nested a hundred thousand deep": nested,
    "a table of two million entries": endless_table,
    "a thousand revisions": thousand_revisions,
    "a script": script,
}
