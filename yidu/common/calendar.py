"""Which days are worked: weekends, public holidays, days swapped with them (调休). Values and nothing else.

Source: 《全国年节及纪念日放假办法》 (revised 2024-11-10) and the State Council's notice for each year, as the package
`holidays` keeps them. The notice comes out in November for the year that follows, so staff keep the years of their
site themselves (`yidu.common.models`); the calendar that holds now is `yidu.common.in_force.calendar()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import get_language, gettext

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Special:
    """A holiday, or a weekend day that is worked (`works`)."""

    works: bool
    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        """What it is, in the reader's language."""
        if self.works:
            return gettext("make-up working day")
        return self.zh if (get_language() or "zh").startswith("zh") else self.en or self.zh


@dataclass(frozen=True)
class Year:
    """The special days of a year; whether its notice is out (else only statutory holidays are known), and which."""

    number: int
    special: Mapping[date, Special]
    announced: bool
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """The years that a site keeps; any other is the package's."""

    years: Mapping[int, Year]

    def year(self, number: int) -> Year:
        return self.years.get(number) or from_package(number)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day: a weekday that is no holiday, or a make-up working day."""
        special = self.year(day.year).special.get(day)
        return special.works if special else day.weekday() < _SATURDAY

    def reason(self, day: date) -> str:
        """What is special about the day, in the reader's language: the holiday's name, weekend, make-up working day.

        Empty for an ordinary working day.
        """
        if special := self.year(day.year).special.get(day):
            return str(special)
        return gettext("weekend") if day.weekday() >= _SATURDAY else ""

    def why_not(self, day: date) -> str:
        """Why the day is not worked, in the reader's language; empty when it is worked."""
        return "" if self.is_working_day(day) else self.reason(day)

    def is_announced(self, year: int) -> bool:
        """Whether the State Council's notice for this year is known.

        Without it only the statutory holidays are, and every date that is computed from them may still move.
        """
        return self.year(year).announced


@lru_cache(maxsize=256)
def from_package(number: int) -> Year:
    zh = holidays.China(years=[number], language="zh_CN", expand=False)
    en = holidays.China(years=[number], language="en_US", expand=False)
    special = {day: Special(works=False, zh=zh[day], en=en[day]) for day in zh if day.year == number}
    made_up = [day for day in zh.weekend_workdays if day.year == number]
    special |= {day: Special(works=True) for day in made_up}
    # Every notice since 2001 swaps days; a year without a swap is one whose notice the package does not have.
    return Year(number, dict(sorted(special.items())), bool(made_up), f"holidays {holidays.__version__}")


PACKAGE = Calendar({})
"""The calendar of a site that keeps no year of its own."""
