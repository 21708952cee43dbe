"""Topics: what was proposed, what was chosen and why, what was not and why; and the yearly plan."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.consultations import actions
from yidu.consultations.models import PlanLine
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.raising import kinds_to_raise
from yidu.web.asking.seats import PlanLineForm
from yidu.web.topics import STATES, choosing, plan_page, topic_lines, topics_in
from yidu.web.views.sessions import topic_or_404

PAGE = 30


@who("everybody")
def topics(request: HttpRequest, code: str) -> HttpResponse:
    """What was proposed at a committee, and what became of it, by state."""
    committee, standing = committee_of(request, code), standing_in(request)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = Paginator(topics_in(committee, standing, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "committee": committee,
        "state": state,
        "states": [(id_, str(title)) for id_, title in STATES.items()],
        "lines": topic_lines(list(page.object_list)),
        "page": page,
        "is_office": standing.has("office", committee.pk),
        "propose": _propose(committee, standing if committee_of(request) == committee else None),
        "year": clock.today().year,
        "crumbs": [(_("Sessions"), reverse("sessions", args=[committee.code]))],
    }
    return render(request, "topics/list.html", context)


def _propose(committee: Committee, standing: Standing | None) -> str:
    """Where the reader proposes a topic: at the desk, in a role that may; else as anybody. Empty where nobody can."""
    ways = [("matter-new", standing)] if standing is not None and standing.held else []
    for way, own in (*ways, ("say", None)):
        for edition, id_, line in kinds_to_raise(committee, own):
            if line.consulting is not None:
                asked = {"committee": committee.code, "kind": f"{edition.programme}.{id_}"}
                return f"{reverse(way)}?{urlencode(asked)}"
    return ""


@who("office")
def choose(request: HttpRequest) -> HttpResponse:
    """For the office: what waits to be chosen, with what is like it side by side."""
    committee, standing = committee_of(request), standing_in(request)
    context = {
        "committee": committee,
        "groups": choosing(committee, standing),
        "crumbs": [(_("Topics"), reverse("topics", args=[committee.code]))],
    }
    return render(request, "topics/choose.html", context)


@who("everybody")
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The yearly plan: each topic with its form, who prepares it, when, and who decided what on which day."""
    committee, standing = committee_of(request, code), standing_in(request)
    context = {
        "committee": committee,
        "year": year,
        "is_office": standing.has("office", committee.pk),
        **plan_page(committee, year, standing),
        "crumbs": [(_("Topics"), reverse("topics", args=[committee.code]))],
    }
    return render(request, "topics/plan.html", context)


@who("office")
def plan_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say in which form, led by whom and in which month a topic is to be talked over."""
    topic = topic_or_404(request, pk)
    if not standing_in(request).has("office", topic.committee_id):
        raise Http404
    line = PlanLine.objects.filter(topic=topic).select_related("lead").first()
    form = PlanLineForm(topic, line, request.POST or None)
    return act(
        request,
        form,
        lambda _told: actions.write_plan_line(topic, actor=actor_of(request), **form.inputs()),
        page={
            "title": _("Its line on the yearly plan"),
            "lead": topic.title,
            "button": _("Keep it"),
            "crumbs": [(topic.title, reverse("matter", args=[topic.pk]))],
        },
        done=_("Kept."),
        then=lambda done: reverse("plan", args=[topic.committee.code, done.year]),
    )
