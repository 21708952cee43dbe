"""The file of a member's own year: one's own, and somebody's whom one is in charge of. No points, no comparison."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.briefs.actions import open_file
from yidu.briefs.file import year_file
from yidu.briefs.rules import has_opened, may_open_file, openings
from yidu.briefs.years import MemberYear, year_of, years_of
from yidu.common import clock
from yidu.people.models import Person
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.fields import ActionForm
from yidu.web.word import word

SERVES = ("record", "read", "office")
LATEST = 20


@who(*SERVES)
def file(request: HttpRequest) -> HttpResponse:
    """One's own year, and who has opened it."""
    year = _own_year(request)
    opened = openings(year.person, year.committee).select_related("actor")[:LATEST]
    return render(request, "files/file.html", {**_shown(year), "is_own": True, "opened": opened})


@who(*SERVES)
def file_word(request: HttpRequest) -> HttpResponse:
    """One's own year as a Word file."""
    return _as_word(_own_year(request))


@who("office")
def person_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's year, for the office: first it is written down that it is opened, then it may be read that day."""
    person, year = _in_charge_of(request, pk)
    committee, actor = committee_of(request), actor_of(request)
    here = f"{reverse('person-file', args=[pk])}?year={year}"
    crumbs = [(_("People"), reverse("people")), (person.name, reverse("person", args=[pk]))]
    if request.method != "POST" and has_opened(actor, person, committee, year):
        shown = _shown(year_of(person, committee, year, reader=actor))
        return render(request, "files/file.html", {**shown, "crumbs": crumbs})
    page = {
        "title": _("Open the file of %(name)s, %(year)s") % {"name": person.name, "year": year},
        "lead": _("The file is its member's own. That you open it is written down, and the member sees it."),
        "button": _("Open it"),
        "crumbs": crumbs,
    }
    return act(
        request,
        ActionForm(request.POST or None),
        lambda told: open_file(person, committee=committee, year=year, actor=actor, **told),
        page=page,
        done=_("Opened for today."),
        then=lambda _person: here,
    )


@who("office")
def person_file_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Word file, once it is opened."""
    person, year = _in_charge_of(request, pk)
    committee, actor = committee_of(request), actor_of(request)
    if not has_opened(actor, person, committee, year):
        return redirect(f"{reverse('person-file', args=[pk])}?year={year}")
    return _as_word(year_of(person, committee, year, reader=actor))


def _own_year(request: HttpRequest) -> MemberYear:
    person, committee = get_object_or_404(Person, pk=request.user.pk), committee_of(request)
    return year_of(person, committee, _year(request, years_of(person, committee)), reader=actor_of(request))


def _in_charge_of(request: HttpRequest, pk: int) -> tuple[Person, int]:
    person, committee = get_object_or_404(Person, pk=pk), committee_of(request)
    if not may_open_file(standing_in(request), person, committee):
        raise Http404
    return person, _year(request, years_of(person, committee))


def _year(request: HttpRequest, years: range) -> int:
    """The year that is asked for; the latest when none is."""
    asked = request.GET.get("year") or str(clock.today().year)
    if asked not in {str(one) for one in years}:
        raise Http404
    return int(asked)


def _shown(year: MemberYear) -> dict[str, Any]:
    return {"file": year, "person": year.person, "years": years_of(year.person, year.committee), "is_own": False}


def _as_word(year: MemberYear) -> HttpResponse:
    return word(year_file(year), _("%(name)s: the file of %(year)s") % {"name": year.person.name, "year": year.year})
