"""The calendar of working days: one for the whole site, kept by those who keep the rules."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Day, Out, VersionOrNone, Write
from yidu.common import in_force
from yidu.common.models import CalendarYear
from yidu.matters import actions
from yidu.matters.actions.calendar import EDITED_BY, FIRST, LAST

noun = Noun("calendar")


class DayOut(Out):
    """A day that is not as its weekday says: a holiday with its name, or a day at the weekend that is worked."""

    day: Day
    kind: Literal["holiday", "work"]
    zh: str
    en: str


class YearOut(Out):
    """`version` is 0 for a year that nobody has edited: it is taken from a package."""

    year: int
    announced: bool
    source: str
    days: list[DayOut]
    version: int


class DayIn(Write):
    """`version` is that of the year, 0 while it has none. "ordinary": as its weekday says."""

    day: Day
    kind: Literal["holiday", "work", "ordinary"]
    zh: str = ""
    en: str = ""
    version: VersionOrNone


class CalendarAnnounceIn(Write):
    """`source` is the number of the State Council's notice."""

    announced: bool = True
    source: str
    version: VersionOrNone


@noun.read("/{int:year}", "everybody", answers=YearOut, says=_("The special days of a year, and whether it is sure."))
def read_calendar_year(request: HttpRequest, year: int) -> YearOut:
    return year_out(_year(year))


@noun.write(
    "/set-day",
    EDITED_BY,
    does="calendar.set-day",
    answers=YearOut,
    says=_("Say what a day is; the dates that run over it are computed again."),
)
def set_calendar_day(request: HttpRequest, told: DayIn) -> YearOut:
    with finding.seen(CalendarYear(year=told.day.year), told.version):
        done = actions.set_calendar_day(
            day=told.day,
            kind=told.kind,
            zh=told.zh,
            en=told.en,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return year_out(done.year)


@noun.write(
    "/{int:year}/announce",
    EDITED_BY,
    does="calendar.announce",
    answers=YearOut,
    says=_("Say whether the notice for a year is out."),
)
def announce_calendar_year(request: HttpRequest, year: int, told: CalendarAnnounceIn) -> YearOut:
    chosen = _year(year)
    with finding.seen(CalendarYear(year=chosen), told.version):
        done = actions.announce_calendar_year(
            year=chosen,
            announced=told.announced,
            source=told.source,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return year_out(done.year)


def year_out(number: int) -> YearOut:
    shown = in_force.calendar().year(number)
    version = CalendarYear.objects.filter(pk=number).values_list("version", flat=True).first()
    return YearOut(
        year=number,
        announced=shown.announced,
        source=shown.source,
        days=[
            DayOut(day=day, kind="work" if one.works else "holiday", zh=one.zh, en=one.en)
            for day, one in sorted(shown.special.items())
        ],
        version=version or 0,
    )


def _year(number: int) -> int:
    if not FIRST <= number <= LAST:
        raise ApiProblem("not-found")
    return number
