"""Deadlines: when a length of time ends, and why, day by day.

Civil Code (民法典) of 2020:
- art. 200: periods are counted in years, months, days and hours of the Gregorian calendar;
- art. 201: the first day is not counted; a period of hours runs from the moment;
- art. 202: a period of months or years ends on the corresponding day, or where there is none at the month's end;
- art. 203: if the last day is a statutory rest day, the day after the rest is the last day; it ends at 24:00.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext

from yidu.common import clock
from yidu.common.calendar import is_announced, is_working_day, reason, why_not
from yidu.common.clock import SHANGHAI, local_day
from yidu.common.durations import Duration, Unit

__all__ = [
    "DayCount",
    "Deadline",
    "Duration",
    "Unit",
    "deadline",
    "is_announced",
    "is_working_day",
    "reason",
    "why_not",
]

Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a period: its number (for hours: the whole hours used by its end), None if it does not count."""

    day: date
    counted: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at` is aware, in Asia/Shanghai. While `paused`, it is the earliest that it can be: were it resumed now."""

    due_at: datetime
    days: tuple[DayCount, ...]
    paused: bool

    @property
    def provisional(self) -> bool:
        """Whether a day lies in a year whose holidays are not announced, so that `due_at` may still move."""
        return not all(is_announced(year) for year in {count.day.year for count in self.days})


def deadline(
    start: datetime, length: Duration, *, pauses: Sequence[Pause] = (), extra: Sequence[Duration] = ()
) -> Deadline:
    """When `length`, lengthened by `extra`, ends if it begins at the aware moment `start`.

    A pause takes its days out, from the day on which it begins up to the day before it ends; one within a day takes
    nothing out. For hours it takes out its exact time. A pause that has not ended (None) reaches up to now.
    Periods of days, working days, months and years end at 23:59:59.
    Raises ValueError for a naive moment, a pause that ends before it begins, and hours mixed with days.
    """
    lengths = [length, *extra]
    if any((item.unit is Unit.HOUR) != (length.unit is Unit.HOUR) for item in lengths):
        raise ValueError("hours and days cannot be added up")
    first, spans = local_day(start), _merged(pauses)
    if length.unit is Unit.HOUR:
        due, days = _by_hours(start.astimezone(UTC), sum(item.count for item in lengths), spans)
    else:
        due, days = _by_days(first, lengths, [(local_day(begin), local_day(end)) for begin, end in spans])
    paused = any(end is None and begin <= due for begin, end in pauses)
    return Deadline(due, tuple(days), paused)


def _merged(pauses: Sequence[Pause]) -> list[tuple[datetime, datetime]]:
    """Pauses in order, open ones closed at now, overlapping ones made one."""
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in sorted((begin, end or max(begin, clock.now())) for begin, end in pauses):
        if end < begin:
            raise ValueError(f"a pause ends ({end}) before it begins ({begin})")
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _by_days(
    first: date, lengths: Sequence[Duration], pauses: Sequence[tuple[date, date]]
) -> tuple[datetime, list[DayCount]]:
    def paused(day: date) -> bool:
        return any(begin <= day < end for begin, end in pauses)

    counts = [DayCount(first, None, gettext("the first day is not counted (Civil Code, art. 201)"))]
    day, counted = first, 0
    for unit, number in _by_unit(lengths):
        left = number if unit in (Unit.DAY, Unit.WORKING_DAY) else (_corresponding(day, unit, number) - day).days
        while left:
            day += timedelta(days=1)
            working = unit is Unit.WORKING_DAY
            why = gettext("the period is paused") if paused(day) else why_not(day) if working else ""
            if not why:
                counted, left = counted + 1, left - 1
            counts.append(DayCount(day, None if why else counted, why or (reason(day) if working else "")))
    while paused(day) or not is_working_day(day):
        why = gettext("the period is paused") if paused(day) else why_not(day)
        moved = gettext("%(why)s: the last day moves on (Civil Code, art. 203)") % {"why": why}
        counts[-1] = DayCount(day, counts[-1].counted, moved)
        day += timedelta(days=1)
        counts.append(DayCount(day, None, gettext("the last day (Civil Code, art. 203)")))
    return datetime.combine(day, time(23, 59, 59), SHANGHAI), counts


def _by_unit(lengths: Sequence[Duration]) -> Iterator[tuple[Unit, int]]:
    """Lengths of one unit added up, so that 3 months and 1 month from 31 January are 4 months."""
    sums: dict[Unit, int] = {}
    for length in lengths:
        sums[length.unit] = sums.get(length.unit, 0) + length.count
    yield from sums.items()


def _corresponding(day: date, unit: Unit, number: int) -> date:
    """The corresponding day `number` months or years on, or that month's last day (art. 202)."""
    total = day.year * 12 + day.month - 1 + number * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


def _by_hours(
    start: datetime, hours: int, pauses: Sequence[tuple[datetime, datetime]]
) -> tuple[datetime, list[DayCount]]:
    due = start + timedelta(hours=hours)
    for begin, end in pauses:
        if end > start and begin < due:
            due += end - max(begin, start)

    def used(until: datetime) -> timedelta:
        taken = (min(end, until) - max(begin, start) for begin, end in pauses)
        return until - start - sum((span for span in taken if span > timedelta()), timedelta())

    counts, day, last = [], local_day(start), local_day(due)
    while day <= last:
        midnight = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
        whole = used(min(midnight, due)) // timedelta(hours=1)
        counts.append(DayCount(day, whole, gettext("hours run day and night (Civil Code, art. 201)")))
        day += timedelta(days=1)
    return due.astimezone(SHANGHAI), counts
