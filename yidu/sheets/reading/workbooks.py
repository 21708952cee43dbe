"""A workbook (.xlsx), read as a stream: whatever it claims to hold, only so much of it is ever in memory.

A library that reads a sheet into a grid is lost to two cells in opposite corners, to one long text that fifty thousand
cells refer to, and to an archive that grows a thousandfold. Here rows are given out as they come.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from yidu.sheets.reading.archives import MOST_TEXT, Archive, damaged, day_styles, first_sheet, shared_strings
from yidu.sheets.reading.cells import Cell, Formula, Row, Unreadable, letter
from yidu.sheets.reading.files import MOST_COLUMNS

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Workbook:
    """The first visible sheet of a workbook."""

    def __init__(self, path: Path) -> None:
        self.share = 0.0
        self._archive = Archive(path)
        self._part, self._since = first_sheet(self._archive)

    def rows(self) -> Iterator[Row]:
        """The rows of the sheet. Raises `Unreadable`, also in the middle."""
        sheet = _Sheet(shared_strings(self._archive), day_styles(self._archive), self._since)
        size, read = self._archive.size(self._part), 0
        for length in self._archive.parse(self._part, sheet.start, sheet.end, sheet.characters):
            read += length
            self.share = min(read / size, 1.0)
            yield from sheet.taken()
        if sheet.merged:
            raise Unreadable(
                _("Cells %(cells)s are merged. Take the merging apart, so that each row says everything itself.")
                % {"cells": sheet.merged}
            )


class _Sheet:
    """Handlers that turn the markup of a sheet into rows."""

    def __init__(self, strings: list[str], days: list[bool], since: date) -> None:
        self._strings, self._days, self._since = strings, days, since
        self._done: list[Row] = []
        self._cells: list[Cell] = []
        self._row = 0
        self._column = -1
        self._type = self._style = ""
        self._text: list[str] = []
        self._length = 0
        self._reads = self._formula = self._phonetic = False
        self._head = 0
        self.merged = ""

    def taken(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(told)
        elif name in ("v", "t"):
            self._reads = not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "row":
            number = told.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._cells, self._column = [], -1
        elif name == "mergeCell" and not self.merged:
            # What is merged above the head of the table is a title and says nothing of a row.
            found = _REFERENCE.findall(told.get("ref", ""))
            if len(found) == 2 and int(found[1][1]) > max(self._head, 1):
                self.merged = told["ref"]

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._reads = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            value = self._value()
            if value is not None:
                self._put(value)
        elif name == "row" and self._cells:
            row = Row(self._row, tuple(self._cells))
            if not self._head and sum(cell is not None for cell in self._cells) > 1:
                self._head = self._row
            self._done.append(row)

    def characters(self, text: str) -> None:
        if self._reads:
            self._length += len(text)
            if self._length > MOST_TEXT:
                cell = letter(self._column) + str(self._row)
                raise Unreadable(_("Cell %(cell)s holds more text than a spreadsheet allows.") % {"cell": cell})
            self._text.append(text)

    def _begin_cell(self, told: dict[str, str]) -> None:
        self._column += 1
        if reference := told.get("r"):
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise Unreadable(damaged())
            self._column = _index(match[1])
        self._type, self._style = told.get("t", "n"), told.get("s", "")
        self._text, self._length, self._formula, self._reads = [], 0, False, False

    def _put(self, value: Cell) -> None:
        if self._column >= MOST_COLUMNS:
            raise Unreadable(_("At most %(most)d columns.") % {"most": MOST_COLUMNS})
        self._cells.extend([None] * (self._column + 1 - len(self._cells)))
        self._cells[self._column] = value

    def _value(self) -> Cell:
        text = "".join(self._text)
        if self._formula or self._type == "e":
            return Formula(text)
        if self._type == "s":
            if not text.isdecimal() or int(text) >= len(self._strings):
                raise Unreadable(damaged())
            text = self._strings[int(text)]
        if self._type in ("s", "str", "inlineStr"):
            return text if text.strip() else None
        if not text.strip():
            return None
        if self._type == "b":
            return text.strip() == "1"
        if self._type == "d":
            return text
        return self._numeric(text)

    def _numeric(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            raise Unreadable(damaged()) from None
        style = int(self._style) if self._style.isdecimal() else -1
        if 0 <= style < len(self._days) and self._days[style] and 1 <= number < 2_958_466:
            moment = datetime(self._since.year, self._since.month, self._since.day)  # noqa: DTZ001  (a cell has no zone)
            return moment + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
        return number if math.isfinite(number) else Formula(text)


def _index(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1
