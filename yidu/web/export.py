"""Matters as a workbook. What people wrote is written as text: nothing in it is ever a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from yidu.common.clock import local_day
from yidu.matters.models import Matter
from yidu.sheets.writing import Cell
from yidu.sheets.writing import workbook as sheet
from yidu.web.naming import holder_name

MOST = 20_000


def workbook(rows: Iterable[tuple[Matter, bool]]) -> bytes:
    """A workbook with a line for each matter; the flag says whether the reader sees more than its public part."""
    heads = _heads()
    return sheet(
        [head for head, _width in heads],
        (_cells(matter, full=full) for matter, full in rows),
        name=_("Matters"),
        widths=[width for _head, width in heads],
    )


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
        matter.class_title(matter.answer_class) if matter.answer_class else "",
        _day(matter.solved_at),
        satisfied,
        _day(matter.closed_at),
    ]


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
