"""A dry run: every row of a file against what is there now. Nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from yidu.sheets.columns import HEAD_WITHIN, Layout, find_layout
from yidu.sheets.kinds import Sheet
from yidu.sheets.plans import Plan, Said, Wrong
from yidu.sheets.reading import MOST_ROWS, Reading, Row, Unreadable, cells
from yidu.sheets.reading.files import too_many_rows

BATCH = 500
_SENTENCES = 20  # of one row: a row that is wrong everywhere says so often enough


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what it would do. `said` is [place of the column or None, what was there, why] of cells."""

    row: Row
    plan: Plan
    said: list[tuple[int | None, str, str]]


@dataclass
class Comparison:
    """Reads a file row by row. `layout`, `counts` and `plan` (a digest) are known at its end."""

    reading: Reading
    sheet: Sheet
    counts: Counter[str] = field(default_factory=Counter)
    layout: Layout | None = None
    _digest: Any = field(default_factory=hashlib.sha256)

    @property
    def plan(self) -> str:
        """What every row would do, in one word: the same word, the same deeds."""
        found: str = self._digest.hexdigest()
        return found

    def judged(self, tell: Callable[[float], None] = lambda _share: None) -> Iterator[Judged]:
        """Every row of the table. Raises `Unreadable`, also in the middle."""
        rows = iter(self.reading.rows())
        self.layout = _layout(rows, self.sheet)
        while batch := list(islice(rows, BATCH)):
            told = [_read(row, self.layout, self.sheet) for row in batch]
            self.sheet.prepare([one for one, _wrong in told])
            for row, (values, wrong) in zip(batch, told, strict=True):
                judged = self._judge(row, values, wrong)
                self.counts[judged.plan.state] += 1
                line = [row.number, judged.plan.state, judged.said]
                self._digest.update(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))
                yield judged
            if self.counts.total() > MOST_ROWS:
                raise Unreadable(too_many_rows())
            tell(self.reading.share)
        if not self.counts:
            raise Unreadable(_("There are no rows below the heads of the columns."))

    def _judge(self, row: Row, values: dict[str, Any], wrong: list[Said]) -> Judged:
        assert self.layout is not None
        if not wrong:
            try:
                plan = self.sheet.plan({**values, "row": row.number})
            except Wrong as error:
                wrong = [Said(name, cells.shown(self.layout.cell(row, name)), why) for name, why in error.said]
        if wrong:
            plan = Plan("wrong", self.sheet.name(values), wrong[:_SENTENCES])
        plan.name = plan.name[:160]
        return Judged(row, plan, [(self.layout.place(one.column), one.was, one.why) for one in plan.said])


def _layout(rows: Iterator[Row], sheet: Sheet) -> Layout:
    for row in islice(rows, HEAD_WITHIN):
        if layout := find_layout(row, sheet.columns):
            return layout
    heads = _(", ").join(column.head for column in sheet.columns if column.required)
    raise Unreadable(
        _("The heads of the columns are missing. One of the first rows must hold: %(heads)s.") % {"heads": heads}
    )


def _read(row: Row, layout: Layout, sheet: Sheet) -> tuple[dict[str, Any], list[Said]]:
    """What the cells of a row say, and what cannot be read of them."""
    values: dict[str, Any] = {}
    wrong: list[Said] = []
    for place, cell in enumerate(row.cells):
        if cell is None:
            continue
        column = layout.places.get(place)
        if column is None:
            wrong.append(
                Said("", cells.shown(cell), _("Column %(letter)s has no head.") % {"letter": cells.letter(place)})
            )
            continue
        try:
            value = column.read(cell)
        except ValueError as error:
            wrong.append(Said(column.id, cells.shown(cell), str(error)))
            continue
        if value not in ("", []):
            values[column.id] = value
    for column in sheet.columns:
        if column.required and column.id not in values and all(one.column != column.id for one in wrong):
            wrong.append(Said(column.id, "", _("Please fill this in.")))
    return values, wrong
