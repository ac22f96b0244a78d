"""What of a list is taken along: a sample to fill in, the report, the lines to be put right."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Response
from flask_login import current_user

from app.agreements import typed as forms
from app.agreements.columns import COLUMNS, DAYS, LATER, NOTES, head_of
from app.agreements.desk.batch_view import BADLY, BatchLine
from app.agreements.products import products_of, usual_figures
from app.core import clock
from app.core.tables import csv_text
from app.core.texts import t
from app.db.unit import reading
from app.sheets.writing import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sample(kind: str) -> Response:
    """A file with the heads and one line as an example: `csv`, or `xlsx` with a sheet that
    explains each column."""
    heads, example = [head_of(name) for name in COLUMNS], _example()
    line = [example.get(name, "") for name in COLUMNS]
    if kind == "csv":
        return _file(csv_text([heads, line]).encode(), "text/csv; charset=utf-8", "requests.csv")
    told = [[t("batch.sample.column"), t("batch.sample.needed"), t("batch.sample.what")]]
    for name in COLUMNS:
        needed = t("batch.sample.may" if name in LATER else "batch.sample.must")
        told.append([head_of(name), needed, t(f"batch.explain.{name}")])
    sheets = [(t("batch.sample.requests"), [heads, line]), (t("batch.sample.columns"), told)]
    return _file(workbook(sheets), XLSX, "requests.xlsx")


def report(lines: Sequence[BatchLine]) -> Response:
    """Every line in the order of the file: how it stands, and why."""
    heads = ("line", "business_number", "firm", "amount", "result", "why", "number")
    rows = [
        [
            str(each.line),
            each.business_number,
            each.firm,
            "" if each.amount is None else f"{each.amount:,}",
            t(f"batch.state.{each.state}"),
            " / ".join(each.reasons),
            each.number,
        ]
        for each in sorted(lines, key=lambda each: each.line)
    ]
    told = csv_text([[head_of(name) for name in heads], *rows])
    return _file(told.encode(), "text/csv; charset=utf-8", "report.csv")


def corrections(lines: Sequence[BatchLine]) -> Response:
    """The lines with something wrong as they were, and why: put right, the file is a list again."""
    heads = [head_of(name) for name in (*COLUMNS, *NOTES[:1], NOTES[3])]
    rows = [
        [*(each.typed.get(name, "") for name in COLUMNS), str(each.line), " / ".join(each.reasons)]
        for each in lines
        if each.state in BADLY
    ]
    return _file(csv_text([heads, *rows]).encode(), "text/csv; charset=utf-8", "corrections.csv")


def _example() -> dict[str, str]:
    with reading() as session:
        offered = products_of(session, current_user.institution_id)
    usual = {"product": offered[0].name, **usual_figures(offered[0])} if offered else {}
    today = clock.today()
    days = {name: (today + timedelta(days=forms.DAYS)).isoformat() for name in DAYS}
    return {
        "business_number": "000-00-00000",
        "branch": current_user.branch or "",
        "purpose": t("batch.sample.purpose"),
        "amount": "30,000,000",
        "bank": t("batch.sample.bank"),
        "deadline_time": f"{forms.EVENING:%H:%M}",
        **usual,
        **days,
        "extract": today.isoformat(),
    }


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind.partition(";")[0], content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
