"""Days and hours on which people work."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from yidu.common.calendar import PACKAGE
from yidu.common.clock import SHANGHAI
from yidu.common.workdays import working_days_on

is_working_day = PACKAGE.is_working_day

FIRST = date(2025, 1, 1)
PRINTED = date(2025, 7, 31)
"""The day as of which the newspaper page prints its figures."""

MONTHS: Mapping[int, int] = {1: 22, 2: 38, 3: 74, 4: 66, 5: 88, 6: 97, 7: 61}
"""How busy the months of the half year were: the campaign began in March."""


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second), SHANGHAI)


def told_at(at: datetime) -> datetime:
    """A moment as a prose file has it: by the clock on the wall."""
    return at.replace(tzinfo=SHANGHAI)


def office_hour(rng: random.Random, day: date, *, since: int = 9, until: int = 17) -> datetime:
    """A moment of the day while offices are open, outside the noon break."""
    hour = rng.choice([one for one in range(since, until) if one not in (12, 13)])
    return moment(day, hour, rng.randrange(60), rng.randrange(60))


def worked(day: date) -> date:
    """The day, or the next one that is worked."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def worked_before(day: date) -> date:
    """The day, or the last one before it that is worked."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def workdays_on(day: date, number: int) -> date:
    """The working day that comes `number` working days after (or, if negative, before) a day."""
    return working_days_on(day, number, calendar=PACKAGE)


def later(rng: random.Random, after: datetime, workdays: int) -> datetime:
    """An office hour so many working days later; the same day (or the next worked one) for none."""
    day = workdays_on(after.date(), workdays) if workdays else worked(after.date())
    if day > after.date():
        return office_hour(rng, day)
    soon = after + timedelta(minutes=rng.randrange(8, 75), seconds=rng.randrange(60))
    return soon if soon.hour < 18 else office_hour(rng, workdays_on(day, 1))


@lru_cache(maxsize=64)
def _working_days(year: int, month: int) -> tuple[date, ...]:
    first = date(year, month, 1)
    days = (first + timedelta(days=n) for n in range(31))
    return tuple(day for day in days if day.month == month and is_working_day(day))


def some_day(rng: random.Random, *, first: date = FIRST, last: date = PRINTED) -> date:
    """A working day of the half year (by default), busy months more often."""
    while True:
        month = rng.choices(list(MONTHS), list(MONTHS.values()))[0]
        day = rng.choice(_working_days(FIRST.year, month))
        if first <= day <= last:
            return day
