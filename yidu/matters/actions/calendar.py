"""The calendar of working days, edited. On this floor, because what is open here is dated anew in the same transaction.

The calendar is one for the whole site, as the State Council's notice is one for the whole country.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock, in_force
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.calendar import Year, from_package
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.models import CalendarYear, SpecialDay
from yidu.common.text import normalise
from yidu.matters.redating import re_date
from yidu.people.rules import standing_of

EDITED_BY = "programmes"
"""The power that keeps rules also keeps the calendar by which they count."""
FIRST, LAST = 2001, 2100
ORDINARY = "ordinary"
_SATURDAY = 5


@action("calendar.set-day")
def set_calendar_day(
    *, day: date, kind: str, zh: str = "", en: str = "", actor: Actor, version: int, client_id: UUID | None = None
) -> Change[CalendarYear]:
    """Make a day a "holiday" (with its name), a make-up day that is "work"ed, or "ordinary": as its weekday says.

    `version` is that of the year, 0 while the table does not have it. Dates of open matters whose period touches the
    day are computed again. Raises `NotAllowed`, `Stale` or `Invalid`.
    """
    require_keeper(actor)
    zh, en = normalise(zh), normalise(en)
    _check(day, kind, zh, en)
    year = _locked(day.year, version)
    SpecialDay.objects.filter(day=day).delete()
    if kind != ORDINARY:
        SpecialDay.objects.create(day=day, year=year, kind=kind, zh=zh if kind == "holiday" else "", en=en)
    _save(year)
    said = {"day": day.isoformat(), "kind": kind, "zh": zh, "en": en}
    return Change(year, "calendar.day-set", said, further=tuple(_dated_anew([day])))


@action("calendar.announce")
def announce_calendar_year(
    *, year: int, announced: bool = True, source: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[CalendarYear]:
    """Say that the notice for a year is out, and which it is; or that it is not. Days and dates stay as they are."""
    require_keeper(actor)
    source = normalise(source)
    if announced and not source:
        raise Invalid(_("Some answers need another look."), fields={"source": [_("Write the number of the notice.")]})
    if len(source) > 120:
        message = _("At most %(most)d characters; these are %(have)d.") % {"most": 120, "have": len(source)}
        raise Invalid(_("Some answers need another look."), fields={"source": [message]})
    row = _locked(year, version)
    row.announced, row.source = announced, source
    _save(row)
    return Change(row, "calendar.announced", {"announced": announced, "source": source})


@action("calendar.seed")
def seed_calendar_year(*, year: int, actor: Actor = SYSTEM, client_id: UUID | None = None) -> Change[CalendarYear]:
    """Take a year as the package has it, over what nobody has edited. Only the system does this."""
    if actor.kind != "system":
        raise NotAllowed("not there")
    in_force.lock_for_editing()
    before = in_force.read().year(year)
    row = CalendarYear.objects.select_for_update().filter(pk=year).first() or CalendarYear(year=year, version=0)
    told = from_package(year)
    _write(row, told)
    changed = [day for day in {*before.special, *told.special} if before.special.get(day) != told.special.get(day)]
    return Change(row, "calendar.seeded", {"source": told.source}, further=tuple(_dated_anew(changed)))


def seed_calendar() -> list[int]:
    """Seed the years that people work with and that nobody has edited. Idempotent; returns the years that changed."""
    kept = {row.year: row for row in CalendarYear.objects.all()}
    this = clock.today().year
    wanted = [year for year in range(this - 2, this + 2) if _is_news(year, kept.get(year))]
    for year in wanted:
        seed_calendar_year(year=year)
    return wanted


def may_keep_calendar(actor: Actor) -> bool:
    return standing_of(actor).has_any(EDITED_BY)


def require_keeper(actor: Actor) -> None:
    """Raises `NotAllowed` for whoever may not edit the calendar."""
    if not may_keep_calendar(actor):
        raise NotAllowed("not there")


def _is_news(year: int, row: CalendarYear | None) -> bool:
    """Whether the package knows more than an untouched row: its notice came out with a newer version."""
    if row is None:
        return True
    return not row.announced and row.version == 1 and from_package(year).announced


def _check(day: date, kind: str, zh: str, en: str) -> None:
    errors: dict[str, list[str]] = {}
    if not FIRST <= day.year <= LAST:
        errors["day"] = [_("Choose a day between %(first)d and %(last)d.") % {"first": FIRST, "last": LAST}]
    if kind not in (*SpecialDay.Kind.values, ORDINARY):
        errors["kind"] = [_("Choose from the list.")]
    elif kind == SpecialDay.Kind.WORK and day.weekday() < _SATURDAY:
        errors["kind"] = [_("Only a Saturday or a Sunday is made up for; a weekday that is worked is ordinary.")]
    elif kind == SpecialDay.Kind.HOLIDAY and not zh:
        errors["zh"] = [_("Write which holiday it is.")]
    for field, text, most in (("zh", zh, 40), ("en", en, 60)):
        if len(text) > most:
            errors[field] = [_("At most %(most)d characters; these are %(have)d.") % {"most": most, "have": len(text)}]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)


def _locked(year: int, version: int) -> CalendarYear:
    """The year's row, locked; made from the package when there is none. Raises `Stale`, or `Invalid` far away."""
    if not FIRST <= year <= LAST:
        raise Invalid(_("Choose a day between %(first)d and %(last)d.") % {"first": FIRST, "last": LAST})
    in_force.lock_for_editing()
    row = CalendarYear.objects.select_for_update().filter(pk=year).first()
    current = row.version if row else 0
    if current != version:
        raise Stale(
            _("Somebody edited this year meanwhile. Look at what is new; what you wrote is kept here."), current=current
        )
    if row is None:
        row = CalendarYear(year=year, version=0)
        _write(row, from_package(year))
        row.version = 0  # what is about to be done is its first version
    return row


def _write(row: CalendarYear, told: Year) -> None:
    """The days of a year, all of them."""
    row.announced, row.source = told.announced, told.source
    _save(row)
    row.days.all().delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=day, year=row, kind="work" if one.works else "holiday", zh=one.zh, en=one.en)
        for day, one in told.special.items()
    )


def _save(row: CalendarYear) -> None:
    row.revision, row.version = uuid4(), row.version + 1
    row.save()


def _dated_anew(days: Collection[date]) -> list[Change[Any]]:
    """What follows from the edit, by the edited calendar."""
    with in_force.using(in_force.read()):
        return re_date(days, why=", ".join(day.isoformat() for day in sorted(days)))
