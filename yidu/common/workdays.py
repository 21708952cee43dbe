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

from yidu.common import clock, in_force
from yidu.common.calendar import Calendar
from yidu.common.clock import SHANGHAI, local_day
from yidu.common.durations import Duration, Unit

__all__ = ["DayCount", "Deadline", "Duration", "Unit", "deadline", "is_working_day", "working_days_on"]

Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a period: its number (for hours: the whole hours used by its end), None if it does not count."""

    day: date
    counted: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at` is aware, in Asia/Shanghai. While `paused`, it is the earliest that it can be: were it resumed now.

    `unannounced` are the years of its days whose holidays are not announced yet.
    """

    due_at: datetime
    days: tuple[DayCount, ...]
    paused: bool
    unannounced: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether `due_at` may still move because the holidays of a year are not announced."""
        return bool(self.unannounced)


def is_working_day(day: date) -> bool:
    """Whether offices work on this day, by the calendar in force."""
    return in_force.calendar().is_working_day(day)


def working_days_on(day: date, number: int, *, calendar: Calendar | None = None) -> date:
    """The working day that comes `number` working days after (or, if negative, before) a day; the day itself for 0."""
    calendar = calendar or in_force.calendar()
    step, left = timedelta(days=1 if number >= 0 else -1), abs(number)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def deadline(
    start: datetime,
    length: Duration,
    *,
    pauses: Sequence[Pause] = (),
    extra: Sequence[Duration] = (),
    calendar: Calendar | None = None,
) -> Deadline:
    """When `length`, lengthened by `extra`, ends if it begins at the aware moment `start`.

    A pure function of what it is given; without a `calendar` it takes the one in force.

    A pause takes its days out, from the day on which it begins up to the day before it ends; one within a day takes
    nothing out. For hours it takes out its exact time. A pause that has not ended (None) reaches up to now.
    Periods of days, working days, months and years end at 23:59:59.
    Raises ValueError for a naive moment, a pause that ends before it begins, and hours mixed with days.
    """
    lengths = [length, *extra]
    if any((item.unit is Unit.HOUR) != (length.unit is Unit.HOUR) for item in lengths):
        raise ValueError("hours and days cannot be added up")
    first, spans = local_day(start), _merged(pauses)
    calendar = calendar or in_force.calendar()
    if length.unit is Unit.HOUR:
        due, days = _by_hours(start.astimezone(UTC), sum(item.count for item in lengths), spans)
    else:
        by_day = [(local_day(begin), local_day(end)) for begin, end in spans]
        due, days = _by_days(first, lengths, by_day, calendar)
    paused = any(end is None and begin <= due for begin, end in pauses)
    years = sorted({count.day.year for count in days})
    return Deadline(due, tuple(days), paused, tuple(year for year in years if not calendar.is_announced(year)))


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
    first: date, lengths: Sequence[Duration], pauses: Sequence[tuple[date, date]], calendar: Calendar
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
            why = gettext("the period is paused") if paused(day) else calendar.why_not(day) if working else ""
            if not why:
                counted, left = counted + 1, left - 1
            counts.append(DayCount(day, None if why else counted, why or (calendar.reason(day) if working else "")))
    while paused(day) or not calendar.is_working_day(day):
        why = gettext("the period is paused") if paused(day) else calendar.why_not(day)
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
