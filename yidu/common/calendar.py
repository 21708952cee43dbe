"""Which days are worked: weekends, public holidays, days swapped with them (调休).

Source: 《全国年节及纪念日放假办法》 (revised 2024-11-10) and the State Council's notice for each year, as the package
`holidays` keeps them. The notice comes out in November for the year that follows, so a site can add a year before
the package does: the setting WORKDAYS_FILE names a CSV file with the columns day (2027-02-06), kind (holiday or
work), zh and en; a year that occurs in it is taken from it alone.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import holidays
from django.conf import settings
from django.utils.translation import get_language, gettext

_SATURDAY = 5


@dataclass(frozen=True)
class _Year:
    off: Mapping[date, tuple[str, str]]
    make_up: frozenset[date]
    announced: bool


def is_working_day(day: date) -> bool:
    """Whether offices work on this day: a weekday that is no holiday, or a make-up working day."""
    year = _year(day)
    return day not in year.off and (day.weekday() < _SATURDAY or day in year.make_up)


def reason(day: date) -> str:
    """What is special about the day, in the reader's language: the holiday's name, weekend, make-up working day.

    Empty for an ordinary working day.
    """
    year = _year(day)
    if names := year.off.get(day):
        return names[0] if (get_language() or "zh").startswith("zh") else names[1]
    if day in year.make_up:
        return gettext("make-up working day")
    return gettext("weekend") if day.weekday() >= _SATURDAY else ""


def why_not(day: date) -> str:
    """Why the day is not worked, in the reader's language; empty when it is worked."""
    return "" if is_working_day(day) else reason(day)


def is_announced(year: int) -> bool:
    """Whether the State Council's notice for this year is known here.

    Without it only the statutory holidays are, and every date that is computed from them may still move.
    """
    return _year(date(year, 1, 1)).announced


def _year(day: date) -> _Year:
    if name := getattr(settings, "WORKDAYS_FILE", None):
        path = Path(name)
        if own := _from_file(path, path.stat().st_mtime_ns).get(day.year):
            return own
    return _from_package(day.year)


@lru_cache(maxsize=256)
def _from_package(year: int) -> _Year:
    zh = holidays.China(years=[year], language="zh_CN", expand=False)
    en = holidays.China(years=[year], language="en_US", expand=False)
    make_up = frozenset(day for day in zh.weekend_workdays if day.year == year)
    # Every notice since 2001 swaps days; a year without a swap is one whose notice the package does not have.
    return _Year({day: (zh[day], en[day]) for day in zh if day.year == year}, make_up, bool(make_up))


@lru_cache(maxsize=8)
def _from_file(path: Path, changed: int) -> Mapping[int, _Year]:
    """The years in a WORKDAYS_FILE. `changed` (its time of change) makes an edit take effect without a restart."""
    off: dict[int, dict[date, tuple[str, str]]] = {}
    make_up: dict[int, set[date]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day = date.fromisoformat(row["day"])
                if row["kind"] not in ("holiday", "work"):
                    raise ValueError("kind must be holiday or work")
                if row["kind"] == "work":
                    make_up.setdefault(day.year, set()).add(day)
                else:
                    off.setdefault(day.year, {})[day] = (row["zh"], row["en"] or row["zh"])
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
    years = off.keys() | make_up.keys()
    return {year: _Year(off.get(year, {}), frozenset(make_up.get(year, ())), announced=True) for year in years}
