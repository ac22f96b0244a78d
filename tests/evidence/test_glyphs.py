"""The embedded faces: unchanged, licensed, and known glyph by glyph."""

import hashlib
import subprocess

import pytest

from app.evidence.glyphs import BOLD, FONTS, REGULAR, missing_glyphs

HASHES = {
    "PretendardGOV-Regular.otf": "3a3f8ee05092d07b25c4c0b4801f78dbac8d1f9362e4610b97033d4128e48310",
    "PretendardGOV-Bold.otf": "deeff873beb2e32ccb3378d08f5d37687e0367df092e0be748f586634cfa4495",
    "LICENSE.txt": "d31ddd9f2bed32fd7e302a205cf2380ba0de6529152d239ef99cfb6f261bfc04",
}
"""npm pretendard-gov 1.3.9, files of dist/, SIL Open Font License 1.1."""


def test_the_files_are_the_published_ones():
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in FONTS.iterdir()}
    assert found == HASHES
    assert "SIL Open Font License, Version 1.1" in (FONTS / "LICENSE.txt").read_text("utf-8")


def test_every_syllable_can_be_drawn():
    assert missing_glyphs("".join(map(chr, range(0xAC00, 0xD7A4)))) == set()
    circled = [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]
    assert missing_glyphs("".join(map(chr, circled))) == set(), "numbers of paragraphs"
    assert missing_glyphs("홍길동 洪吉童 Gildong 1,234원 ①■□·※") == set()


@pytest.mark.parametrize("char", ["😀", "㐀", "鑫", "☐", "\t", "\x00", "\u200b", "\U00020000"])
def test_what_cannot_be_drawn_is_named(char):
    assert missing_glyphs(f"홍길동{char}") == {char}


@pytest.mark.parametrize("path", [REGULAR, BOLD])
def test_another_reader_of_fonts_finds_the_same_glyphs(path):
    known = subprocess.run(
        ["fc-query", "--format=%{charset}", path], capture_output=True, text=True, check=True
    ).stdout.split()
    spans = [[int(end, 16) for end in span.split("-")] for span in known]
    listed = {code for span in spans for code in range(span[0], span[-1] + 1)}
    drawn = {code for code in range(0x20, 0x30000) if not missing_glyphs(chr(code))}
    assert drawn <= listed | set(range(0x20)), sorted(drawn - listed)[:9]
