"""What stands in a cell, and what a column makes of it. Every refusal is a sentence for whoever keeps the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.text import normalise


class Unreadable(Exception):  # noqa: N818  (an answer, not an error of the program)
    """The file as a whole cannot be taken; the message is a translated sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that would be computed, or the error that one left: what it comes to is not certain."""

    shown: str = ""


Cell = str | int | float | bool | date | datetime | Formula | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the file (from 1), with its cells from column A on; empty ones are None."""

    number: int
    cells: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return any(cell is not None for cell in self.cells)


_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet, as its dates after February 1900 count
_SHOWN = 60
_LOST = 10**15  # a spreadsheet keeps fifteen digits of a number


def letter(column: int) -> str:
    """The letters of a column from 0: A, B … Z, AA."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def shown(cell: Cell) -> str:
    """What stands there, shortened, in one line."""
    match cell:
        case None:
            return ""
        case Formula():
            text = cell.shown
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float():
            text = str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            text = cell.isoformat(sep=" ")
        case date():
            text = cell.isoformat()
        case _:
            text = normalise(str(cell)[: 4 * _SHOWN])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def text(cell: Cell, *, lines: bool = False) -> str:
    """The cell as text. Raises ValueError with a sentence for a formula and for a number that lost its last digits."""
    match cell:
        case None:
            return ""
        case Formula():
            raise ValueError(_("This cell holds a formula. Put its value there instead."))
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            if abs(cell) >= _LOST:
                raise ValueError(
                    _("The spreadsheet took this for a number and lost its last digits. Format the column as text.")
                )
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        case datetime():
            return (cell.date() if not (cell.hour or cell.minute) else cell).isoformat()
        case date():
            return cell.isoformat()
        case _:
            return normalise(cell, lines=lines)


def day(cell: Cell) -> date:
    """2025-3-1, 2025/3/1, 2025.3.1, 2025年3月1日, 20250301, or a date of the spreadsheet. Raises ValueError."""
    found = _day(cell)
    if not clock.is_meant(found):
        raise ValueError(_not_a_day())
    return found


def _day(cell: Cell) -> date:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case bool():
            raise ValueError(_not_a_day())
        case int() | float() if 20_000 <= cell < 80_000:
            return _FIRST_DAY + timedelta(days=int(cell))
    typed = text(cell)
    if re.fullmatch(r"[2-7][0-9]{4}", typed):
        return _FIRST_DAY + timedelta(days=int(typed))
    match_ = _DAY.fullmatch(typed) or _EIGHT.fullmatch(typed)
    if match_ is None:
        raise ValueError(_not_a_day())
    try:
        return date(*(int(part) for part in match_.groups()))
    except ValueError:
        raise ValueError(_("There is no such day in the calendar.")) from None


def number(cell: Cell) -> int:
    """A whole number. Raises ValueError."""
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(_("Write a whole number."))
    typed = re.sub(r"[,，]|\.0+$", "", text(cell))
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", typed):
        raise ValueError(_("Write a whole number."))
    return int(typed)


def pieces(cell: Cell) -> list[str]:
    """Several in one cell: parted by 、 ， ； or a new line."""
    typed = text(cell, lines=True)
    return list(dict.fromkeys(part for one in re.split(r"[、,，;；\n]", typed) if (part := one.strip())))


@lru_cache(maxsize=4096, typed=True)
def key(value: Any) -> str:
    """How words of a list and heads of columns are compared: without spaces, marks of what is required, and case."""
    return re.sub(
        r"[\s*＊]", "", normalise(str(value)).replace("（", "(").replace("）", ")").replace("：", ":")
    ).casefold()


def _not_a_day() -> str:
    return _("Write the date like 2025-07-31 or 2025年7月31日.")
