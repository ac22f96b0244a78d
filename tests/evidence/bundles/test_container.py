"""The ZIP itself: whatever somebody sends is read as files, or refused in words; nothing else."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.texts import speaking, t
from app.evidence.bundles import container
from app.evidence.bundles.container import BadBundle, read, write
from app.evidence.bundles.report import report_on
from app.evidence.examine import examine
from tests.evidence.bundles.conftest import Made

FILES = {"README.txt": b"hello", "paper.pdf": b"%PDF-1.7", "strokes/1.json": b"[1,2,3]" * 40}
PLAIN = write(FILES)


def refused(content: bytes) -> str:
    with pytest.raises(BadBundle) as bad:
        read(content)
    return bad.value.code


def zipped(*named: tuple[str | zipfile.ZipInfo, bytes], packed: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, content in named:
            archive.writestr(name, content)
    return out.getvalue()


names = st.from_regex(container.NAME, fullmatch=True).filter(str.isascii)


@given(st.dictionaries(names, st.binary(max_size=300), max_size=8))
def test_what_is_written_is_read(files: dict[str, bytes]) -> None:
    written = write(files)
    if files:
        assert read(written) == files
    assert write(dict(reversed(files.items()))) == written


def test_it_is_an_ordinary_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(FILES)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_that_was_packed_by_others_is_read_too() -> None:
    assert read(zipped(*FILES.items(), packed=zipfile.ZIP_DEFLATED)) == FILES


def link() -> bytes:
    info = zipfile.ZipInfo("paper.pdf")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return zipped((info, b"/etc/passwd"))


def flagged(bit: int) -> bytes:
    """With a bit set in the flags of the last file's two headers."""
    content = bytearray(PLAIN)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(magic) + offset] |= bit
    return bytes(content)


def declared(size: int) -> bytes:
    """The last file says that it becomes that large."""
    content = bytearray(PLAIN)
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(magic) + offset
        content[at : at + 4] = struct.pack("<L", size)
    return bytes(content)


def bomb() -> bytes:
    packed = zipped(("paper.pdf", bytes(60_000_000)), packed=zipfile.ZIP_DEFLATED)
    assert len(packed) < 100_000
    return packed


def overlapping() -> bytes:
    """Two names for the same bytes: how bombs without depth are made."""
    content = bytearray(zipped(("a.txt", b"x" * 50), ("b.txt", b"x" * 50)))
    at = content.rindex(b"PK\x01\x02") + 42
    content[at : at + 4] = struct.pack("<L", 0)
    return bytes(content)


def commented() -> bytes:
    return PLAIN[:-2] + struct.pack("<H", 5) + b"hello"


def extra() -> bytes:
    info = zipfile.ZipInfo("paper.pdf")
    info.extra = struct.pack("<HH4s", 0xCAFE, 4, b"hide")
    return zipped((info, b"%PDF"))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "broken"),
    "only the beginning": (lambda: b"PK\x03\x04" + bytes(50), "broken"),
    "cut off": (lambda: PLAIN[:-1], "broken"),
    "two bombs": (
        lambda: zipped(
            ("paper.pdf", bytes(60_000_000)),
            ("b.pdf", bytes(60_000_000)),
            packed=zipfile.ZIP_DEFLATED,
        ),
        "too_large",
    ),
    "a size that is not true": (lambda: declared(5), "broken"),
    "a huge size": (lambda: declared(0xFFFFFFF0), "too_large"),
    "a path upwards": (lambda: zipped(("../../etc/passwd", b"x")), "names"),
    "an absolute path": (lambda: zipped(("/etc/passwd", b"x")), "names"),
    "a Windows path": (lambda: zipped(("C:\\autoexec.bat", b"x")), "names"),
    "two folders deep": (lambda: zipped(("a/b/c.txt", b"x")), "names"),
    "a folder": (lambda: zipped(("strokes/", b"")), "names"),
    "a Korean name": (lambda: zipped(("약정서.pdf", b"x")), "names"),
    "a hidden file": (lambda: zipped((".profile", b"x")), "names"),
    "ten thousand files": (
        lambda: zipped(*((f"a{n}.txt", b"") for n in range(10_000))),
        "too_many",
    ),
    "seventy thousand files": (
        lambda: zipped(*((f"a{n}.txt", b"") for n in range(70_000))),
        "broken",
    ),
    "encrypted": (lambda: flagged(0x1), "encrypted"),
    "sizes behind the content": (lambda: flagged(0x8), "packed_otherwise"),
    "packed in another way": (
        lambda: zipped(("paper.pdf", b"x" * 100), packed=zipfile.ZIP_BZIP2),
        "packed_otherwise",
    ),
    "a link": (link, "no_file"),
    "files over one another": (overlapping, "more_in_it"),
    "a comment": (commented, "broken"),
    "something hidden beside a name": (extra, "more_in_it"),
    "something before it": (lambda: b"PK\x03\x04MZ" + PLAIN, "more_in_it"),
    "something behind it": (lambda: PLAIN + b"\n", "broken"),
    "two behind one another": (lambda: PLAIN + PLAIN, "more_in_it"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name() -> None:
    assert refused(zipped(("paper.pdf", b"one"), ("paper.pdf", b"two"))) == "twice"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_quickly(name: str) -> None:
    make, code = HOSTILE[name]
    content = make()
    tracemalloc.start()
    began = time.process_time()
    assert refused(content) == code
    assert time.process_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_every_reason_has_its_sentence() -> None:
    codes = {code for _, code in HOSTILE.values()} | {"twice", "no_paper"}
    for language in ("ko", "en"):
        with speaking(language):
            assert len({t(f"bundle.refused.{code}") for code in codes}) == len(codes)


def test_the_report_says_why(made: Made) -> None:
    report = report_on(HOSTILE["encrypted"][0](), made.trust)
    assert [(check.key, check.ok) for check in report.checks] == [("bundle", False)]
    assert "암호" in report.checks[0].text
    assert set(report.facts) == {"file_hash"}
    no_paper = report_on(write({"README.txt": b""}), made.trust)
    assert "paper.pdf" in no_paper.checks[0].text


def test_in_its_own_process(made: Made) -> None:
    report = examine(made.whole, made.roots)
    assert report
    assert report["ok"] is True
    refusal = examine(bomb(), made.roots)
    assert refusal
    assert refusal["ok"] is False


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_a_changed_zip_gives_files_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([0, 0, 0, 1, 4, 22, 60]))
    content = content[: len(content) - cut]
    try:
        files = read(bytes(content))
    except BadBundle:
        return
    assert all(container.NAME.fullmatch(name) for name in files)
    assert sum(map(len, files.values())) <= container.MOST_BYTES


@given(st.binary(max_size=200))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_refused(tail: bytes) -> None:
    assert refused(container.MAGIC + tail)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_bundle_with_any_bytes_changed_gets_a_report_that_says_so(
    made: Made, data: st.DataObject
) -> None:
    content = bytearray(made.whole)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    if content[at] != made.whole[at]:
        report = report_on(bytes(content), made.trust)
        assert report.checks
        if report.ok:  # a date or a maker's name in a header: the files are the same
            assert read(bytes(content)) == read(made.whole)
