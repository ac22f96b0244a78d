"""The bundle as a ZIP: written the same for the same files, read from whoever sends one.

Files are stored, not packed: the same bytes whatever zlib is at hand, and a paper hardly packs
anyway. A packed bundle is read too.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

MAGIC = b"PK\x03\x04"
MOST_FILES = 200
"""Twenty signers, sixty years of archive timestamps, and room."""
MOST_BYTES = 64 * 1024 * 1024
"""Of all files together, unpacked."""

NAME = re.compile(r"([a-z0-9-]{1,40}/)?[A-Za-z0-9-]{1,40}(\.[a-z0-9]{1,8})?")
"""What a file is called in there: in one folder at most, in letters that mean nothing elsewhere."""

_DATE = (1980, 1, 1, 0, 0, 0)
_END = struct.Struct("<4s4H2LH")
_LOCAL, _CENTRAL = 30, 46
"""Bytes of a file's two headers, without its name."""
_ENCRYPTED, _UTF8 = 0x1, 0x800
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REGULAR = (0, 0o10)
"""Upper four bits of a Unix mode: unsaid, or a plain file."""


class BadBundle(ValueError):
    """A ZIP that no bundle is; `code` says why, its sentence stands at `bundle.refused.<code>`."""

    def __init__(self, code: str):
        super().__init__(f"not a bundle: {code}")
        self.code = code


def is_zip(content: bytes) -> bool:
    """Whether it begins like a ZIP."""
    return content.startswith(MAGIC)


def write(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP, in the order of their names; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP that is nothing but them, by name; raises BadBundle for any other.

    Nothing is written anywhere, and nothing is unpacked before its stated size was looked at.
    """
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _check(infos)
            _check_nothing_between(infos, archive.start_dir, len(content))
            return {info.filename: _unpacked(archive, info) for info in infos}
    except BadBundle:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as problem:
        raise BadBundle("broken") from problem
    except (ValueError, LookupError, NotImplementedError, struct.error, RuntimeError) as problem:
        raise BadBundle("broken") from problem


def _check_end(content: bytes) -> None:
    """Its end says how much there is; believed only in so far as it is little, and adds up."""
    if not is_zip(content) or len(content) < _END.size:
        raise BadBundle("broken")
    magic, disk, first, here, count, size, start, comment = _END.unpack(content[-_END.size :])
    bigger = content[-_END.size - 20 :].startswith(b"PK\x06\x07")  # what says how a ZIP64 ends
    if magic != b"PK\x05\x06" or bigger or comment or disk or first or here != count:
        raise BadBundle("broken")
    if count > MOST_FILES:
        raise BadBundle("too_many")
    if size > MOST_FILES * (_CENTRAL + 100) or start + size + _END.size != len(content):
        raise BadBundle("more_in_it")


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_FILES:
        raise BadBundle("too_many")
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise BadBundle("encrypted")
        if info.orig_filename != info.filename or not NAME.fullmatch(info.filename):
            raise BadBundle("names")
        if info.external_attr >> 28 not in _REGULAR:
            raise BadBundle("no_file")
        if info.compress_type not in _KINDS or info.flag_bits & ~_UTF8:
            raise BadBundle("packed_otherwise")
    if len({info.filename for info in infos}) != len(infos):
        raise BadBundle("twice")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise BadBundle("too_large")


def _check_nothing_between(infos: list[zipfile.ZipInfo], directory: int, length: int) -> None:
    """File follows upon file, then the list of them, then the end: no gap, no overlap."""
    at = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset != at or info.extra or info.comment:
            raise BadBundle("more_in_it")
        at += _LOCAL + len(info.filename) + info.compress_size
    listed = sum(_CENTRAL + len(info.filename) for info in infos)
    if at != directory or directory + listed + _END.size != length:
        raise BadBundle("more_in_it")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        found = file.read(info.file_size + 1)
    if len(found) != info.file_size:
        raise BadBundle("broken")
    return found
