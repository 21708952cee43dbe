"""What one may mean while typing: `?q=` is answered with options. The same finding resolves what is sent without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.queries import kinds_to_record
from yidu.activities.rules import hosts_for, readable
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Committee
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking import sources
from yidu.web.asking.picking import Source
from yidu.web.asking.sessions import conveners as among_conveners
from yidu.web.words import short_day

Option = tuple[str, str, str]


@who("everybody")
def places(request: HttpRequest) -> HttpResponse:
    return _answer(request, sources.places(_committee(request)))


@who("everybody")
def organisations(request: HttpRequest) -> HttpResponse:
    """Enterprises for everybody (they are in a public register); other bodies for those with an account."""
    kind = request.GET.get("kind", "")
    if kind != "enterprise" and not request.user.is_authenticated:
        raise Http404
    known = {"enterprise": sources.enterprises, "department": sources.departments}.get(kind, sources.organisations)
    source = known(_committee(request))
    found = list(source.find(_typed(request)))
    visited = _last_visits(request, [one.pk for one in found])
    details = {one.pk: _detail(source.detail(one), visited.get(one.pk)) for one in found}
    return _options(request, ((str(one.pk), str(one), details[one.pk]) for one in found))


@who("signed-in")
def projects(request: HttpRequest) -> HttpResponse:
    return _answer(request, sources.projects(_committee(request)))


@who("signed-in")
def stations(request: HttpRequest) -> HttpResponse:
    return _answer(request, sources.stations(_committee(request)))


@who("record")
def hosts(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Those who may host an activity of the kind."""
    committee = committee_of(request)
    for edition, id_, line in kinds_to_record(standing_in(request), committee):
        if (edition.programme, id_) == (programme, kind):
            among = hosts_for(actor_of(request), line.hosts, committee_id=committee.pk)
            return _answer(request, sources.hosts(among, url=request.path))
    raise Http404


@who("record")
def conveners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who may convene a session about the topic."""
    topic = readable_matters(actor_of(request)).filter(pk=pk).select_related("edition").first()
    if topic is None:
        raise Http404
    return _answer(request, sources.hosts(among_conveners(topic, standing_in(request)), url=request.path))


def _committee(request: HttpRequest) -> Committee:
    return committee_of(request, request.GET.get("committee"))


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:60]


def _answer(request: HttpRequest, source: Source) -> HttpResponse:
    found = source.find(typed) if (typed := _typed(request)) else []
    return _options(request, ((str(one.pk), source.label(one), source.detail(one)) for one in found))


def _options(request: HttpRequest, options: Iterable[Option]) -> HttpResponse:
    return render(request, "asking/options.html", {"options": options if _typed(request) else []})


def _last_visits(request: HttpRequest, pks: list[int]) -> dict[int, Any]:
    """The day of the last visit to each, of those that the reader may read."""
    if not request.user.is_authenticated:
        return {}
    may_read = readable(actor_of(request)).filter(organisation__in=pks, withdrawn_at=None)
    days = Activity.objects.filter(pk__in=may_read.values("pk")).values("organisation").annotate(last=Max("day"))
    return dict(days.order_by().values_list("organisation", "last"))


def _detail(place: str, visited: Any) -> str:
    if visited is None:
        return place
    said = _("last visited on %(day)s") % {"day": short_day(visited)}
    return f"{place} · {said}" if place else said
