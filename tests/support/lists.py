"""Lists of requests for tests: firms to ask, a good line for each, files of both kinds."""

import io
from collections.abc import Iterable, Mapping
from datetime import timedelta

from openpyxl import Workbook
from sqlalchemy import select

from app.agreements.columns import COLUMNS, head_of
from app.agreements.signatories import PROPRIETOR
from app.core import clock
from app.core.korean_ids import business_number_ok
from app.core.tables import BOM
from app.db.unit import unit
from app.parties import actions as parties
from app.parties.models import Institution

HEADS = [name for name in COLUMNS if name not in ("branch", "designated", "deadline_time")]
PRODUCT = "소상공인 일반보증"


def numbers(count: int, start: int = 1) -> list[str]:
    """So many business numbers of firms that do not exist, hyphened."""
    found = []
    for serial in range(start, start + count):
        stem = f"09980{serial:04}"
        found.append(next(f"{stem}{d}" for d in range(10) if business_number_ok(f"{stem}{d}")))
    return [f"{each[:3]}-{each[3:5]}-{each[5:]}" for each in found]


def firms(count: int, institution: str = "FOUND", start: int = 1) -> list[str]:
    """Enter so many sole proprietors with a number of record; their business numbers."""
    found = numbers(count, start)
    since = clock.today() - timedelta(days=400)
    with unit() as u:
        home = u.session.scalars(select(Institution.id).filter_by(code=institution)).one()
        for serial, number in enumerate(found, start=start):
            person = parties.register_person(u, f"김{_letter(serial)}{_letter(serial * 7)}")
            parties.register_number(u, home, person, f"0100001{serial:04}")
            firm = parties.register_firm(u, "SOLE", f"데모상회 {serial:03}", number)
            parties.register_representation(u, firm, person, PROPRIETOR, since)
    return found


def line(number: str, **changes: str) -> dict[str, str]:
    """A good line, field by field."""
    today = clock.today()
    then = (today + timedelta(days=14)).isoformat()
    return {
        "business_number": number,
        "extract": today.isoformat(),
        "product": PRODUCT,
        "purpose": "운전자금",
        "amount": "30,000,000",
        "bank": "데모은행 창원지점",
        "period_start": then,
        "years": "5",
        "ratio": "85",
        "fee": "1.0",
        "deadline_day": then,
        **changes,
    }


def table(lines: Iterable[Mapping[str, str]], heads: Iterable[str] = HEADS) -> list[list[str]]:
    """Heads and lines as cells."""
    names = list(heads)
    return [[head_of(name) for name in names]] + [
        [each.get(name, "") for name in names] for each in lines
    ]


def csv_file(rows: Iterable[Iterable[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV as a spreadsheet writes it; cells with the delimiter in quotes."""
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    text = "\r\n".join(delimiter.join(row) for row in quoted)
    return (BOM * (encoding == "utf-8") + text).encode(encoding)


def xlsx_file(rows: Iterable[Iterable[object]], formats: Mapping[str, str] = {}) -> bytes:
    """A workbook; formats: how some cells (`H2`) show their number."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, shown in formats.items():
        sheet[cell].number_format = shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(serial: int) -> str:
    return "가나다라마바사아자차카타파하"[serial % 14]
