"""A year as twelve months of seven columns."""

from __future__ import annotations

import calendar as months_of
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yidu.common import clock
from yidu.common.calendar import Calendar
from yidu.web.words import whole_day


@dataclass(frozen=True)
class MonthDay:
    """`kind` is work, rest, holiday or made-up; `mark` the sign that Chinese calendars print; `aloud` a sentence."""

    day: date
    kind: str
    mark: str
    aloud: str
    column: int
    is_today: bool


@dataclass(frozen=True)
class Month:
    number: int
    title: str
    days: list[MonthDay]


def months(calendar: Calendar, year: int) -> list[Month]:
    """The months of a year with what is special about each day."""
    return [
        Month(
            number,
            date_format(date(year, number, 1), pgettext("date format", "F Y")),
            [_day(calendar, date(year, number, day + 1)) for day in range(months_of.monthrange(year, number)[1])],
        )
        for number in range(1, 13)
    ]


def _day(calendar: Calendar, day: date) -> MonthDay:
    special, works = calendar.year(day.year).special.get(day), calendar.is_working_day(day)
    kind, mark = ("made-up", pgettext("mark of a make-up working day", "W")) if special and works else ("work", "")
    if not works:
        kind, mark = ("holiday", pgettext("mark of a holiday", "H")) if special else ("rest", "")
    what = calendar.reason(day) or _("working day")
    said = _("%(day)s: %(what)s") % {"day": whole_day(day), "what": what}
    return MonthDay(day, kind, mark, said, day.weekday() + 1, day == clock.today())
