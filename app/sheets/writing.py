"""A workbook to begin with: heads, one line as an example, and a second sheet that explains."""

import io
from collections.abc import Sequence

from app.core.tables import safe


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """An XLSX of these sheets (title, rows), every cell a text, the heads bold and in sight."""
    from openpyxl import Workbook  # here: hardly anybody asks for one
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([safe(cell) for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for place in range(1, len(rows[0]) + 1):
            widest = max(_width(row[place - 1]) for row in rows if len(row) >= place)
            sheet.column_dimensions[get_column_letter(place)].width = min(widest + 3, 80)
        for line in sheet.iter_rows(min_row=1, max_row=max(200, len(rows))):
            for cell in line:
                cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _width(words: str) -> int:
    """Roughly how wide: a Korean letter takes two places."""
    return sum(2 if sign > "\u1100" else 1 for sign in words)
