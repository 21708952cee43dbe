"""Projects under supervision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.matters.queries import listed
from yidu.matters.rules import readable as readable_matters
from yidu.people import actions
from yidu.people.models import Appointment, Project
from yidu.people.queries import search_projects
from yidu.people.rules import has_power
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of
from yidu.web.asking.people import EndForm, ProjectForm

LATEST, MOST = 30, 500


@who("everybody")
def projects(request: HttpRequest, code: str) -> HttpResponse:
    """The projects that the members follow today."""
    committee = committee_of(request, code)
    typed = request.GET.get("q", "").strip()
    return render(
        request,
        "projects/list.html",
        {
            "committee": committee,
            "projects": search_projects(committee, typed, limit=MOST),
            "typed": typed,
            "keeps": has_power(actor_of(request), "people", committee_id=committee.pk),
        },
    )


@who("everybody")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project: who follows it (for those who work with them), what was seen there and what is stuck."""
    shown = get_object_or_404(Project.objects.select_related("place", "owner", "committee__place"), pk=pk)
    actor = actor_of(request)
    visits = readable_activities(actor).filter(project=shown, withdrawn_at=None)
    named = any(has_power(actor, power, committee_id=shown.committee_id) for power in ("read", "office", "people"))
    followers = Appointment.objects.in_force(clock.today()).filter(project=shown).select_related("person")
    return render(
        request,
        "projects/project.html",
        {
            "committee": shown.committee,
            "project": shown,
            "followers": followers if named else [],
            "visits": visits.select_related("edition", "organisation", "project", "place").order_by("-day")[:LATEST],
            "matters": listed(readable_matters(actor).filter(project=shown)).order_by("-raised_at")[:LATEST],
            "keeps": has_power(actor, "people", committee_id=shown.committee_id),
            "crumbs": [(_("Projects"), reverse("projects", args=[shown.committee.code]))],
        },
    )


@who("people")
def add_project(request: HttpRequest) -> HttpResponse:
    committee = committee_of(request)
    return act(
        request,
        ProjectForm(committee, request.POST or None),
        lambda told: actions.add_project(committee=committee, actor=actor_of(request), **told),
        page={
            "title": _("Put a project under supervision"),
            "button": _("Add"),
            "crumbs": [(_("Projects"), reverse("projects", args=[committee.code]))],
        },
        done=_("Added. Appoint who follows it on the page of that person."),
        then=lambda made: reverse("project", args=[made.pk]),
    )


@who("people")
def end_project(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Project, pk=pk, committee=committee_of(request))
    return act(
        request,
        EndForm(request.POST or None, initial={"version": one.version}),
        lambda told: actions.end_project(one, actor=actor_of(request), **told),
        page={
            "title": _("End the supervision of %(name)s") % {"name": one.name},
            "button": _("Set the last day"),
            "crumbs": [(one.name, reverse("project", args=[pk]))],
        },
        done=_("The last day is set."),
        then=lambda _made: reverse("project", args=[pk]),
    )
