"""The calendar of working days: for everybody to read, for those who keep the rules to edit."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock, in_force
from yidu.common.models import CalendarYear
from yidu.ledger.models import Step
from yidu.matters.actions import announce_calendar_year, set_calendar_day
from yidu.matters.actions.calendar import EDITED_BY, FIRST, LAST, ORDINARY
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, standing_in
from yidu.web.asking.calendar import AnnounceForm, DayForm
from yidu.web.drawing import days
from yidu.web.drawing.months import months
from yidu.web.story import tell_calendar
from yidu.web.words import whole_day


@who("everybody")
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """One year, month by month: what is special, whether it is announced, what was changed here."""
    chosen = _year_or_404(year or clock.today().year)
    shown = in_force.calendar()
    keeps = standing_in(request).has_any(EDITED_BY)
    steps = Step.objects.filter(record_type=CalendarYear.record_type, record_id=str(chosen)).order_by("-pk")[:30]
    context = {
        "year": shown.year(chosen),
        "months": months(shown, chosen),
        "weekdays": days.weekdays(),
        "special": _in_rows(shown.year(chosen).special),
        "keeps": keeps,
        "story": tell_calendar(steps),
        "before": chosen - 1 if chosen > FIRST else None,
        "after": chosen + 1 if chosen < LAST else None,
    }
    return render(request, "calendar/year.html", context)


@who(EDITED_BY)
def set_day(request: HttpRequest, day: str) -> HttpResponse:
    """Make one day a holiday, a make-up working day, or as its weekday says."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    _year_or_404(chosen.year)
    special = in_force.calendar().year(chosen.year).special.get(chosen)
    kind = ORDINARY if special is None else "work" if special.works else "holiday"
    names = {"zh": special.zh, "en": special.en} if special else {}
    form = DayForm(chosen, request.POST or None, initial={"version": _version(chosen.year), "kind": kind, **names})
    actor = actor_of(request)
    return act(
        request,
        form,
        lambda told: set_calendar_day(day=chosen, actor=actor, **told),
        page={
            "title": whole_day(chosen),
            "button": _("Set this day"),
            "lead": _(
                "The dates of open matters that run over this day are computed again at once, for all committees."
            ),
            "crumbs": _crumbs(chosen.year),
        },
        done=_("Set. Dates that run over this day were computed again."),
        then=lambda row: f"{reverse('calendar-year', args=[row.pk])}#m{chosen.month}",
    )


@who(EDITED_BY)
def announce(request: HttpRequest, year: int) -> HttpResponse:
    """Whether the notice for a year is out, and its number."""
    chosen = in_force.calendar().year(_year_or_404(year))
    source = chosen.source if CalendarYear.objects.filter(pk=year).exists() and chosen.announced else ""
    told = {"version": _version(year), "announced": "yes" if chosen.announced else "no", "source": source}
    actor = actor_of(request)
    return act(
        request,
        AnnounceForm(request.POST or None, initial=told),
        lambda told: announce_calendar_year(
            year=year, actor=actor, **{**told, "announced": told["announced"] == "yes"}
        ),
        page={
            "title": _("Is %(year)d announced?") % {"year": year},
            "button": _("Save"),
            "lead": _(
                "Set the days first, as the State Council's notice has them. Then no date is provisional any more."
            ),
            "crumbs": _crumbs(year),
        },
        done=_("Saved."),
        then=lambda row: reverse("calendar-year", args=[row.pk]),
    )


def unannounced_years() -> list[int]:
    """Years whose notice should be here by now: this one, and the next from November on, when it comes out."""
    today = clock.today()
    wanted = [today.year] if today.month < 11 else [today.year, today.year + 1]
    return [year for year in wanted if not in_force.calendar().is_announced(year)]


def _in_rows(special: object) -> list[tuple[date, date, str, bool]]:
    """Special days as (first, last, what, works), those in a row that are the same together."""
    rows: list[tuple[date, date, str, bool]] = []
    for day, one in sorted(special.items()):  # type: ignore[attr-defined]
        if rows and rows[-1][1] + timedelta(days=1) == day and rows[-1][2:] == (str(one), one.works):
            rows[-1] = (rows[-1][0], day, *rows[-1][2:])
        else:
            rows.append((day, day, str(one), one.works))
    return rows


def _version(year: int) -> int:
    return CalendarYear.objects.filter(pk=year).values_list("version", flat=True).first() or 0


def _year_or_404(year: int) -> int:
    if not FIRST <= year <= LAST:
        raise Http404
    return year


def _crumbs(year: int) -> list[tuple[str, str]]:
    return [(_("Calendar of %(year)d") % {"year": year}, reverse("calendar-year", args=[year]))]
