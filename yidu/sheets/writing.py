"""Files that go out: workbooks and text tables in which nothing runs, whatever people wrote.

A spreadsheet takes a text that begins with one of `LIVE` for a formula when it opens a text table, or when somebody
edits the cell of a workbook. In a text table an apostrophe stands before it; a workbook's cell is marked as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.sheets.columns import Column
from yidu.sheets.reading import MOST_ROWS

Cell = str | int | Decimal | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

LIVE = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜", "％")
_LISTED = 30
"""A drop-down holds at most 255 characters; a longer list is explained on the second sheet."""


def is_live(text: str) -> bool:
    """Whether a spreadsheet may run it: spaces before it do not help."""
    return text.lstrip(" \u00a0\u3000").startswith(LIVE)


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A text table in UTF-8, with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([plain(head) for head in heads])
    for row in rows:
        writer.writerow([plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def workbook(
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str = "",
    widths: Sequence[int] = (),
    columns: Sequence[Column] = (),
    red: Sequence[str] = (),
) -> bytes:
    """A workbook with a line for each row. `columns` add drop-downs and a second sheet that explains them.

    `red` are heads that stand out. Rows are written as they come, so that many do not fill the memory.
    """
    out = io.BytesIO()
    book = _Book(out)
    book.table(name, heads, rows, widths, red)
    if columns:
        book.choices(columns)
        book.explain(columns)
    book.close()
    return out.getvalue()


class _Book:
    def __init__(self, out: io.BytesIO) -> None:
        # Texts stay texts: no formulas, links or numbers are made out of them.
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(out, options)
        self._bold = self._book.add_format({"bold": True, "bottom": 2, "num_format": "@"})
        self._red = self._book.add_format({"bold": True, "bottom": 2, "font_color": "#A3231D"})
        self._text = self._book.add_format({"num_format": "@"})
        self._quoted = self._book.add_format({"num_format": "@", "quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheet: Any = None

    def table(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        widths: Sequence[int],
        red: Sequence[str],
    ) -> None:
        self._sheet = self._book.add_worksheet(_title(name))
        for place, width in enumerate(widths or [16] * len(heads)):
            self._sheet.set_column(place, place, width, self._text)
        for place, head in enumerate(heads):
            self._sheet.write_string(0, place, head, self._red if head in red else self._bold)
        self._sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._write(number, place, cell)

    def choices(self, columns: Sequence[Column]) -> None:
        """Drop-downs for short lists. They help and do not bind: other spellings are read as well."""
        for place, column in enumerate(columns):
            titles = [titles[0] for _id, titles in column.choices]
            if (
                column.type == "choice"
                and titles
                and len(",".join(titles)) <= 255
                and not any("," in t for t in titles)
            ):
                rule = {"validate": "list", "source": titles, "error_type": "warning"}
                self._sheet.data_validation(1, place, MOST_ROWS, place, rule)

    def explain(self, columns: Sequence[Column]) -> None:
        """The second sheet: what each column is for, and what may stand in it."""
        sheet = self._sheet = self._book.add_worksheet(_title(_("What the columns mean")))
        for place, width in enumerate((28, 10, 56, 60)):
            sheet.set_column(place, place, width)
        heads = (_("Column"), _("Needed"), _("What it is for"), _("What may stand in it"))
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, self._bold)
        for number, column in enumerate(columns, start=1):
            needed = _("yes") if column.required else ""
            for place, text in enumerate((str(column.title), needed, str(column.why), allowed(column))):
                self._write(number, place, text)

    def close(self) -> None:
        self._book.close()

    def _write(self, number: int, place: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            moment = cell.astimezone(clock.SHANGHAI).replace(tzinfo=None)
            self._sheet.write_datetime(number, place, moment, self._moment)
        elif isinstance(cell, date):
            self._sheet.write_datetime(number, place, cell, self._day)
        elif isinstance(cell, Decimal | int):
            self._sheet.write_number(number, place, float(cell))
        elif cell:
            self._sheet.write_string(number, place, cell, self._quoted if is_live(cell) else self._text)


def allowed(column: Column) -> str:
    """What may stand in a column, in words."""
    match column.type:
        case "day":
            return _("A date: 2025-07-31, 2025/7/31 or 2025年7月31日")
        case "number":
            return _("A whole number")
        case "choice" | "choices":
            return _(", ").join(titles[0] for _id, titles in column.choices[:_LISTED])
        case "pieces":
            return _("Several, parted by 、")
        case _:
            return _("Text")


def _title(name: str) -> str | None:
    """The name of a sheet: without what Excel does not allow there."""
    return "".join("·" if sign in "[]:*?/\\" else sign for sign in name)[:31] or None


def plain(cell: Cell | float) -> str:
    """A cell of a text table, harmless. For those who write a table by themselves."""
    if isinstance(cell, str) and is_live(cell):
        return f"'{cell}"
    if isinstance(cell, datetime):
        return cell.astimezone(clock.SHANGHAI).isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else str(cell)
