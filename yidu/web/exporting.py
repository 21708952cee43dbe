"""Tables to take away: CSV that a spreadsheet opens without asking, and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

from yidu.common import clock

Cell = str | int | Decimal | date | datetime | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A download named `name` as "csv" or "xlsx"."""
    body = _csv(heads, rows) if kind == "csv" else _xlsx(heads, rows)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    # The mark at the beginning tells Excel that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        # Somebody's text must not run as a formula on somebody else's machine.
        return f"'{cell}"
    if isinstance(cell, datetime):
        return cell.astimezone(clock.SHANGHAI).isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else str(cell)


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    # Texts stay texts: no formulas, links or numbers are made out of them.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell.astimezone(clock.SHANGHAI).replace(tzinfo=None), moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, Decimal | int):
                sheet.write_number(number, column, float(cell))
            else:
                sheet.write_string(number, column, cell or "")
    sheet.autofit()
    book.close()
    return out.getvalue()
