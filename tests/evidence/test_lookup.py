"""The code on a paper and its QR, read by a scanner we did not write."""

import subprocess
from pathlib import Path

import pytest

from app.core.keyring import KeyRing
from app.db import types
from app.evidence import lookup
from tests.evidence import samples

HASH = "3d" * 32


@pytest.fixture(autouse=True)
def ring() -> None:
    types.use_ring(KeyRing("one", {"one": bytes(32)}, b"pepper" * 6))


def test_the_code_is_the_documents_own() -> None:
    code = lookup.code_of("one", HASH)
    assert code == lookup.code_of("one", HASH)
    assert len(code) == 14
    assert set(code) <= set(lookup.ALPHABET) | {"-"}
    others = {lookup.code_of("two", HASH), lookup.code_of("one", "3e" * 32)}
    types.use_ring(KeyRing("one", {"one": bytes(32)}, b"salted" * 6))
    others.add(lookup.code_of("one", HASH))
    assert len({code, *others}) == 4


def test_it_is_taken_however_it_is_written() -> None:
    code = lookup.code_of("one", HASH)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert lookup.is_code(typed, code)
    for typed in ("", code[:-1], code + "2", "가나다라마바사아자차카타"):
        assert not lookup.is_code(typed, code)


def test_the_code_can_be_copied_off_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pair of letters stands so far apart that a reader of the text sees a space there."""
    code = "MSYT-W5YT-RVAT"
    monkeypatch.setattr(samples, "Lookup", lambda address, _: lookup.Lookup(address, code))
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=samples.concluded(), capture_output=True, check=True
    ).stdout.decode()
    assert code in text


def test_a_scanner_reads_whatever_code_a_paper_has(tmp_path: Path) -> None:
    address = "https://sign.example/verify/AR-2026-0001"
    codes = [lookup.code_of(str(number), HASH) for number in range(60)]
    for number, code in enumerate(codes):
        lookup.Lookup(address, code).symbol().save(tmp_path / f"{number:02}.png", scale=3, border=4)
    scan = ["zbarimg", "--quiet", "--raw", *sorted(tmp_path.glob("*.png"))]
    read = subprocess.run(scan, capture_output=True, text=True).stdout.split()
    assert read == [f"{address}#{code}" for code in codes]


def test_a_scanner_reads_address_and_code_off_the_page(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(samples.concluded())
    draw = ["pdftoppm", "-r", "150", "-png", "paper.pdf", "page"]
    assert subprocess.run(draw, cwd=tmp_path, capture_output=True).returncode == 0
    scan = ["zbarimg", "--quiet", "--raw", *sorted(tmp_path.glob("page-*.png"))]
    read = subprocess.run(scan, capture_output=True, text=True).stdout
    assert read.strip() == "https://sign.example/verify/AR-2026-0001#7K2M-Q9XD-4HTN"
