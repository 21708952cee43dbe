"""Departments, enterprises and other bodies: what was visited, and the matters about them that one may read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.rules import readable as readable_activities
from yidu.matters.queries import listed
from yidu.matters.rules import readable as readable_matters
from yidu.people import actions
from yidu.people.models import Organisation
from yidu.people.queries import search_organisations
from yidu.people.rules import has_power
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of
from yidu.web.asking.people import OrganisationForm
from yidu.web.views.people import READERS

PAGE, LATEST = 60, 30


@who(*READERS)
def organisations(request: HttpRequest) -> HttpResponse:
    """The committee's bodies, by kind and by what was typed (characters, pinyin, initials, credit code)."""
    committee = committee_of(request)
    kind, typed = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    if kind not in Organisation.Kind.values:
        kind = ""
    if typed:
        found = search_organisations(committee, typed, kind=kind or None, limit=PAGE)
    else:
        found = Organisation.objects.filter(committee=committee, closed_on=None).select_related("place")  # type: ignore[assignment]
        found = found.filter(kind=kind) if kind else found  # type: ignore[attr-defined]
    return render(
        request,
        "organisations/list.html",
        {
            "committee": committee,
            "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "kinds": Organisation.Kind.choices,
            "kind": kind,
            "typed": typed,
            "keeps": has_power(actor_of(request), "people", committee_id=committee.pk),
            "crumbs": [(_("People"), reverse("people"))],
        },
    )


@who("everybody")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One body. Visits and matters are those that the reader may read; there is no number of the others."""
    shown = get_object_or_404(Organisation.objects.select_related("place", "committee__place"), pk=pk)
    actor = actor_of(request)
    visits = readable_activities(actor).filter(organisation=shown, withdrawn_at=None)
    matters = readable_matters(actor).filter(Q(organisation=shown) | Q(lead=shown))
    return render(
        request,
        "organisations/organisation.html",
        {
            "committee": shown.committee,
            "organisation": shown,
            "visits": visits.select_related("edition", "organisation", "place").order_by("-day")[:LATEST],
            "matters": listed(matters).order_by("-raised_at")[:LATEST],
        },
    )


@who("people")
def add_organisation(request: HttpRequest) -> HttpResponse:
    committee = committee_of(request)
    page = {
        "title": _("Add a department or an enterprise"),
        "button": _("Add"),
        "crumbs": [(_("People"), reverse("people")), (_("Departments and enterprises"), reverse("organisations"))],
    }
    return act(
        request,
        OrganisationForm(committee, request.POST or None),
        lambda told: actions.add_organisation(committee=committee, actor=actor_of(request), **told),
        page=page,
        done=_("Added."),
        then=lambda made: reverse("organisation", args=[made.pk]),
    )
