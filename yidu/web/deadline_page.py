"""A date that explains itself: its start, its length, each day with its reason, the law, what has moved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common.durations import Duration, Unit
from yidu.common.workdays import DayCount, Deadline
from yidu.matters.clocks import Clock, clock_of, clock_of_request, clock_of_share
from yidu.matters.models import Matter, Request
from yidu.matters.moves import active_handlings, waiting_request
from yidu.programmes.grammar import Law
from yidu.web.naming import holder_name

LONG_UNITS = (Unit.MONTH, Unit.YEAR)


@dataclass(frozen=True)
class Dated:
    """One date of a matter. `part` names it in its address, `whose` in words."""

    part: str
    whose: str
    clock: Clock
    deadline: Deadline
    due_at: datetime


@dataclass(frozen=True)
class Row:
    day: date
    count: str
    why: str
    is_counted: bool
    is_last: bool


@dataclass(frozen=True)
class Moved:
    """What has moved a date: a pause with its reason, an extension with its length."""

    when: tuple[datetime, datetime | None]
    said: str


@dataclass(frozen=True)
class DeadlinePage:
    dated: Dated
    begins_with: str
    length: str
    by_the_hour: bool
    pauses: list[Moved]
    granted: list[Moved]
    rows: list[Row]
    laws: list[Law]
    others: list[tuple[str, datetime, str]]


def address_of_date(name: str, key: Any, *, part: str) -> str:
    """Where a date explains itself, for an account or by a link."""
    return reverse(f"{name}-part", args=[key, part]) if part else reverse(name, args=[key])


def dates_of(matter: Matter, *, full: bool) -> list[Dated]:
    """The dates that run in an open matter now, its own first; for readers of the public part that one alone."""
    if not matter.is_open or matter.due_at is None:
        return []
    waits = waiting_request(matter, lead_only=True)
    clock = clock_of_request(waits) if waits else clock_of(matter)
    found = [_dated("", str(holder_name(matter)), clock, matter.due_at)] if clock else []
    if not full:
        return found
    for share in active_handlings(matter):
        its = clock_of_share(share, matter) if share.done_at is None else None
        if its is not None:
            whose = f"{share.organisation.called} · {share.get_part_display()}"
            found.append(_dated(f"share-{share.pk}", whose, its, share.due_at))
    found.extend(
        _dated(f"request-{request.pk}", _decision(request), clock_of_request(request), request.due_at)
        for request in matter.requests.all()
        if request.decided_at is None
    )
    return found


def deadline_page(matter: Matter, part: str, *, full: bool, address: Any) -> DeadlinePage | None:
    """The page of one date; None when the reader has none of that name. `address(part)` leads to the others."""
    dates = dates_of(matter, full=full)
    dated = next((one for one in dates if one.part == part), None)
    if dated is None:
        return None
    clock = dated.clock
    return DeadlinePage(
        dated=dated,
        begins_with=_begins_with(matter, dated),
        length=clock.length.words(),
        by_the_hour=clock.length.unit is Unit.HOUR,
        pauses=[Moved((one.began_at, one.ended_at), _reason(matter, one.reason)) for one in clock.pauses],
        granted=[Moved((one.asked_at, one.decided_at), _more(one)) for one in clock.granted],
        rows=_rows(dated),
        laws=_laws(matter, dated),
        others=[(one.whose, one.due_at, address(one.part)) for one in dates if one is not dated],
    )


def _dated(part: str, whose: str, clock: Clock, due_at: datetime) -> Dated:
    return Dated(part, whose, clock, clock.deadline(), due_at)


def _decision(request: Request) -> str:
    return _("decision on the request of %(organisation)s") % {"organisation": request.handling.organisation.called}


def _begins_with(matter: Matter, dated: Dated) -> str:
    """What the clock began with."""
    if dated.part.startswith("request") or (waiting_request(matter, lead_only=True) and not dated.part):
        return _("the request")
    if dated.clock.start == matter.stage_since:
        return _("the stage “%(stage)s”") % {"stage": matter.stage_line.title}
    return _("the handing over") if dated.part else _("an earlier stage, whose date stays")


def _reason(matter: Matter, id_: str) -> str:
    lists = {stage.pausable for stage in matter.procedure.stage.values() if stage.pausable}
    items = (item for name in lists for version in matter.programme.list_.get(name, ()) for item in version.item)
    return next((str(item.title) for item in items if item.id == id_), id_)


def _more(request: Request) -> str:
    return Duration(request.days or 1, Unit.WORKING_DAY).words()


def _rows(dated: Dated) -> list[Row]:
    days, hours = dated.deadline.days, dated.clock.length.unit is Unit.HOUR
    return [_row(one, hours=hours, last=one is days[-1]) for one in days]


def _row(one: DayCount, *, hours: bool, last: bool) -> Row:
    if one.counted is None:
        count = _("not counted")
    elif hours:
        count = _("%(count)s hours are over") % {"count": one.counted}
    else:
        count = _("day %(count)s") % {"count": one.counted}
    return Row(one.day, count, one.why, one.counted is not None, last)


def _laws(matter: Matter, dated: Dated) -> list[Law]:
    """The articles that this date follows, as the matter's programme words them."""
    articles = ["200", "201"]
    if dated.clock.length.unit in LONG_UNITS:
        articles.append("202")
    days = dated.deadline.days
    if dated.clock.length.unit is not Unit.HOUR and len(days) > 1 and days[-1].counted is None:
        articles.append("203")
    known = matter.programme.law
    return [known[f"civil-code-{one}"] for one in articles if f"civil-code-{one}" in known]
