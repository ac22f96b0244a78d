"""Files that people bring: every way a spreadsheet saves a table is read alike, and whatever is no
table is refused in a word, quickly."""

import io
import time
import zipfile
from datetime import date
from datetime import time as hour

import pytest

from app.core.tables import csv_text
from app.sheets.reading import MOST_BYTES, BadSheet, read
from app.sheets.workbook import MOST_ROWS, said
from tests.support.lists import csv_file, xlsx_file

ROWS = [["이름", "금액"], ["가나다", "1,000"], ["라마바", ""]]


def cells(content: bytes) -> list[list[str]]:
    """What stands in it, without the empty cells at the ends."""
    return [list(row.cells[:2]) for row in read(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_however_a_spreadsheet_saves_it(encoding: str, delimiter: str) -> None:
    assert cells(csv_file(ROWS, encoding, delimiter)) == ROWS


def test_a_workbook() -> None:
    assert cells(xlsx_file(ROWS)) == ROWS


def test_utf_8_without_its_mark_and_lines_of_unix() -> None:
    assert cells("이름,금액\n가나다,1\n".encode()) == [["이름", "금액"], ["가나다", "1"]]


def test_lines_are_those_of_the_file() -> None:
    found = read(b'a,b\n\n,\n"one\ntwo",3\nlast,4\n')
    assert [(row.line, row.cells[0]) for row in found] == [(1, "a"), (4, "one two"), (6, "last")]
    found = read(xlsx_file([["a"], [], [None, None], ["b"]]))
    assert [row.line for row in found] == [1, 4]


@pytest.mark.parametrize(
    ("value", "shown_as", "words"),
    [
        (30_000_000, "", "30000000"),
        (30_000_000.0, "#,##0", "30000000"),
        (0.85, "0%", "85"),
        (0.012, "0.00%", "1.2"),
        (1.2, "General", "1.2"),
        (date(2026, 12, 10), "", "2026-12-10"),
        (hour(18, 0), "", "18:00"),
        (None, "", ""),
        (True, "", "True"),
    ],
)
def test_a_cell_as_somebody_would_type_it(value: object, shown_as: str, words: str) -> None:
    assert said(value, shown_as) == words


def test_days_and_percentages_of_a_workbook() -> None:
    row = [date(2026, 12, 10), 0.85]
    assert cells(xlsx_file([["a", "b"], row], {"B2": "0%"}))[1] == ["2026-12-10", "85"]


def test_formulas_are_not_worked_out_and_guards_are_taken_off() -> None:
    assert cells(xlsx_file([["a", "b"], ["x", '=HYPERLINK("http://x")']]))[1] == ["x", ""]
    assert cells(csv_text([["a", "b"], ["=1+1", "-3"]]).encode())[1] == ["=1+1", "-3"]


SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def bomb() -> bytes:
    """A workbook whose sheet unpacks to far more than is sent."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(ROWS))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for info in good.infolist():
            if info.filename != SHEET:
                bad.writestr(info.filename, good.read(info))
        row = b'<row><c t="inlineStr"><is><t>' + b"A" * 1000 + b"</t></is></c></row>"
        with bad.open(SHEET, "w", force_zip64=True) as file:
            file.write(f'<worksheet xmlns="{SPACE}"><sheetData>'.encode())
            for _ in range(80):
                file.write(row * 1024)
            file.write(b"</sheetData></worksheet>")
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, saying in its list of files that there is little in it."""
    content = bytearray(bomb())
    at = content.rfind(SHEET.encode()) - 46
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def entities() -> bytes:
    """A workbook whose sheet names an entity that names entities …"""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(ROWS))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for info in good.infolist():
            text = good.read(info).decode()
            if info.filename == SHEET:
                text = doctype + text.partition("?>")[2].replace("<t>", "<t>&l9;", 1)
            bad.writestr(info.filename, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b",,,\n,,\n", "empty"),
        (b"a" * (MOST_BYTES + 1), "large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old"),
        (b"PK\x03\x04 and nothing more", "broken"),
        (b"%PDF-1.7\n\xff\xfe\x00\x81\x20\xff", "no_table"),
        (b"a,b\n\0,1", "no_table"),
        (b'a,b\n"open,1\n', "no_table"),
        (b"\xff\xfe\x00\xd8", "no_table"),
        (b"a\n" * (MOST_ROWS + 2), "rows"),
    ],
)
def test_what_is_no_table_is_refused_in_a_word(content: bytes, code: str) -> None:
    with pytest.raises(BadSheet) as refused:
        read(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (bomb, {"too_much"}),
        (lying_bomb, {"broken", "too_much"}),
        (entities, {"broken", "too_much"}),
        (lambda: xlsx_file([["a"]] * (MOST_ROWS + 2)), {"rows"}),
        (lambda: xlsx_file([]), {"empty"}),
        (lambda: zipped("a.txt"), {"broken"}),
    ],
    ids=["bomb", "lying", "entities", "rows", "empty", "zip"],
)
def test_what_no_workbook_is_costs_little(make, codes: set[str]) -> None:  # type: ignore[no-untyped-def]
    content = make()
    assert len(content) < MOST_BYTES
    began = time.monotonic()
    with pytest.raises(BadSheet) as refused:
        read(content)
    assert refused.value.code in codes
    assert time.monotonic() - began < 20


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "words")
    return out.getvalue()
