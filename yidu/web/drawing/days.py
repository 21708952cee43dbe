"""A deadline's arithmetic as a calendar, one cell per day; whole weeks in the middle of a long period are folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yidu.web.words import short_day

_MOST = 35  # from here on the middle is folded
_KEPT = 8  # days kept at each end, and up to the next end or beginning of a week
_NAMED = 3  # so many stretches are named by their days, more are only counted


class Day(Protocol):
    """`yidu.common.workdays.DayCount`."""

    @property
    def day(self) -> date: ...
    @property
    def counted(self) -> int | None: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True)
class Cell:
    """`kind` is yes, no, due or more (folded weeks); `column` is 1 for Monday. `aloud` is the cell as a sentence."""

    kind: str
    day: str
    count: str
    aloud: str
    column: int


def weekdays() -> tuple[str, ...]:
    """The heads of the seven columns."""
    return (
        pgettext("weekday", "Mo"), pgettext("weekday", "Tu"), pgettext("weekday", "We"), pgettext("weekday", "Th"),
        pgettext("weekday", "Fr"), pgettext("weekday", "Sa"), pgettext("weekday", "Su"),
    )  # fmt: skip


def cells(days: Sequence[Day], *, hours: bool = False, whole: bool = False) -> list[Cell]:
    """The days in order; of a long period, unless `whole`, the first and the last weeks. `hours`: these are counted."""
    begin, end = _KEPT, len(days) - _KEPT
    while begin < end and days[begin].day.weekday():
        begin += 1
    while end > begin and days[end].day.weekday():
        end -= 1
    if whole or len(days) <= _MOST or begin == end:
        return _row(days, days[-1], hours)
    return [*_row(days[:begin], days[-1], hours), _folded(days[begin:end]), *_row(days[end:], days[-1], hours)]


def because(days: Sequence[Day]) -> list[str]:
    """Why days do not count, each reason once with its days: "28 July – 30 July: the period is paused"."""
    reasons: dict[str, list[date]] = {}
    for item in days:
        if item.why:
            reasons.setdefault(item.why, []).append(item.day)
    return [_("%(days)s: %(why)s") % {"days": _ranges(found), "why": why} for why, found in reasons.items()]


def _row(days: Sequence[Day], due: Day, hours: bool) -> list[Cell]:
    return [_cell(item, named=item is days[0] or item.day.day == 1, last=item is due, hours=hours) for item in days]


def _cell(item: Day, *, named: bool, last: bool, hours: bool) -> Cell:
    """`named`: with the month, as at the beginning and on the first of a month."""
    whole = short_day(item.day)
    if item.counted is None:
        said = _("%(day)s: not counted, %(why)s") % {"day": whole, "why": item.why}
    elif hours:
        said = _("%(day)s: %(count)s hours are over by its end") % {"day": whole, "count": item.counted}
    else:
        said = _("%(day)s: day %(count)s") % {"day": whole, "count": item.counted}
    if last:
        said = _("%(what)s; due on this day") % {"what": said}
    kind = "due" if last else "no" if item.counted is None else "yes"
    count = _("due") if last else _("off")
    if item.counted is not None:
        count = f"{item.counted} h" if hours else str(item.counted)
    day = f"{item.day.month}/{item.day.day}" if named else str(item.day.day)
    return Cell(kind, day, count, said, item.day.weekday() + 1)


def _folded(middle: Sequence[Day]) -> Cell:
    counted = sum(1 for item in middle if item.counted is not None)
    text = ngettext("%(count)s day", "%(count)s days", len(middle)) % {"count": len(middle)}
    said = _("%(days)s in between, %(counted)s of them counted") % {"days": text, "counted": counted}
    return Cell("more", "", f"… {text} …", said, 1)


def _ranges(days: Iterable[date]) -> str:
    """Days in a row as "from – to", the rest one by one; when they are many, only how many."""
    rows: list[list[date]] = []
    for day in days:
        if rows and (day - rows[-1][-1]).days == 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    if len(rows) > _NAMED:
        count = sum(len(row) for row in rows)
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    return _(", ").join(short_day(row[0]) + (f" – {short_day(row[-1])}" if len(row) > 1 else "") for row in rows)
