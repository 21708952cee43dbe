"""What goes out: the records of a kind as a list that may come in again, and the empty list to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext as _

from yidu.sheets.columns import Column
from yidu.sheets.kinds import Sheet
from yidu.sheets.models import Import, Line
from yidu.sheets.writing import Cell, csv_table, workbook

Form = Literal["xlsx", "csv"]


def template(sheet: Sheet, form: Form) -> bytes:
    """The heads of the columns with nothing below them; in a workbook with drop-downs and explanations."""
    columns = [column for column in sheet.columns if not column.told]
    return _file(sheet, columns, iter(()), form, explained=True)


def export(sheet: Sheet, form: Form) -> bytes:
    """Every record that the actor may take away."""
    return _file(sheet, sheet.columns, _rows(sheet), form, explained=False)


def wrong_rows(import_: Import) -> bytes:
    """The rows that cannot be taken, as they were sent, with the reasons in a column of their own."""
    heads = [*import_.heads, _("What is wrong")]

    def rows() -> Iterator[list[Cell]]:
        for line in import_.lines.filter(state="wrong").iterator(chunk_size=500):
            cells = [*line.cells, *[None] * (len(import_.heads) - len(line.cells))]
            yield [*cells[: len(import_.heads)], "；".join(_told(import_, line))]

    widths = [16] * len(import_.heads) + [80]
    return workbook(heads, rows(), widths=widths, red=heads[-1:])


def _told(import_: Import, line: Line) -> list[str]:
    return [f"{import_.heads[place]}：{why}" if place is not None else why for place, _was, why in line.said]


def _rows(sheet: Sheet) -> Iterator[list[Cell]]:
    for told in sheet.rows():
        yield [column.said(told.get(column.id)) for column in sheet.columns]


def _file(sheet: Sheet, columns: list[Column], rows: Iterator[list[Cell]], form: Form, *, explained: bool) -> bytes:
    heads = [column.head for column in columns]
    if form == "csv":
        return csv_table(heads, rows)
    return workbook(
        heads,
        rows,
        name=str(sheet.title),
        widths=[column.width for column in columns],
        columns=columns if explained else (),
        red=[column.head for column in columns if column.required],
    )
