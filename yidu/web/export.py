"""Matters as a workbook. What people wrote is written as text: nothing in it is ever a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from yidu.common.clock import local_day
from yidu.matters.models import Matter
from yidu.web.matter_page import reply_class
from yidu.web.naming import holder_name

MOST = 20_000
Cell = str | date | None


def workbook(rows: Iterable[tuple[Matter, bool]]) -> bytes:
    """A sheet with a line for each matter; the flag says whether the reader sees more than its public part."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(_("Matters"))
    bold = book.add_format({"bold": True, "bottom": 2})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (head, width) in enumerate(_heads()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    for line, (matter, full) in enumerate(rows, start=1):
        for column, cell in enumerate(_cells(matter, full=full)):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), as_day)  # noqa: DTZ001
            elif cell:
                sheet.write_string(line, column, cell)
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _heads() -> list[tuple[str, int]]:
    return [
        (_("Number"), 12),
        (_("Kind"), 14),
        (_("Title"), 40),
        (_("Place"), 16),
        (_("About"), 28),
        (_("Raised on"), 12),
        (_("Stage"), 16),
        (_("In whose hands"), 20),
        (_("Due"), 12),
        (_("Lead"), 20),
        (_("Answered on"), 12),
        (_("Class of the answer"), 24),
        (_("Solved on"), 12),
        (_("Satisfied"), 10),
        (_("Closed on"), 12),
    ]


def _cells(matter: Matter, *, full: bool) -> list[Cell]:
    about = (matter.organisation or matter.project) if full else None
    satisfied = {True: _("yes"), False: _("no"), None: ""}[matter.satisfied]
    return [
        matter.number,
        str(matter.kind_line.title),
        matter.title,
        matter.place.name,
        str(about) if about else "",
        local_day(matter.raised_at),
        str(matter.stage_line.title),
        holder_name(matter),
        _day(matter.due_at),
        matter.lead.called if matter.lead else "",
        _day(matter.answered_at),
        reply_class(matter, matter.answer_class) if matter.answer_class else "",
        _day(matter.solved_at),
        satisfied,
        _day(matter.closed_at),
    ]


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
