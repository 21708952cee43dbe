"""Open a station, say which villages it serves, close it."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.people import actions
from yidu.people.models import Committee, Station
from yidu.places.models import Level, Place
from yidu.places.queries import at_level
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of
from yidu.web.asking.people import CloseForm, CoverForm, StationForm
from yidu.web.views.stations import station_kinds


@who("people")
def open_station(request: HttpRequest) -> HttpResponse:
    committee = committee_of(request)
    kinds = [(id_, str(kind.title)) for id_, kind in station_kinds(committee).items()]
    if not kinds:
        raise Http404
    return act(
        request,
        StationForm(committee, kinds, request.POST or None),
        lambda told: actions.open_station(committee=committee, actor=actor_of(request), **told),
        page={"title": _("Open a station"), "button": _("Open it"), "crumbs": _crumbs(committee)},
        done=_("Opened. Now say which villages it serves."),
        then=lambda made: reverse("station-cover", args=[made.pk]),
    )


@who("people")
def cover_villages(request: HttpRequest, pk: int) -> HttpResponse:
    one, committee = _own_or_404(request, pk)
    villages = at_level(committee.place, Level.VILLAGE).select_related("parent").order_by("code")
    townships = [(place.name if place else "", list(some)) for place, some in groupby(villages, lambda v: v.parent)]
    served = set(one.covers.values_list("pk", flat=True))
    initial = {"version": one.version, **_ticked(townships, served)}
    form = CoverForm(townships, request.POST or None, initial=initial)
    return act(
        request,
        form,
        lambda told: actions.cover_villages(
            one, villages=form.chosen(), actor=actor_of(request), version=told["version"], client_id=told["client_id"]
        ),
        page={
            "title": _("Which villages does %(name)s serve?") % {"name": one.name},
            "button": _("Keep this"),
            "class": "ticking",
            "crumbs": [*_crumbs(committee), (one.name, reverse("station", args=[pk]))],
        },
        done=_("Kept."),
        then=lambda _made: reverse("station", args=[pk]),
    )


@who("people")
def close_station(request: HttpRequest, pk: int) -> HttpResponse:
    one, committee = _own_or_404(request, pk)
    return act(
        request,
        CloseForm(request.POST or None, initial={"version": one.version}),
        lambda told: actions.close_station(one, actor=actor_of(request), **told),
        page={
            "title": _("Close %(name)s") % {"name": one.name},
            "button": _("Set the last day"),
            "crumbs": [*_crumbs(committee), (one.name, reverse("station", args=[pk]))],
        },
        done=_("The last day is set."),
        then=lambda _made: reverse("station", args=[pk]),
    )


def _own_or_404(request: HttpRequest, pk: int) -> tuple[Station, Committee]:
    committee = committee_of(request)
    return get_object_or_404(Station, pk=pk, committee=committee), committee


def _ticked(townships: list[tuple[str, list[Place]]], served: set[int]) -> dict[str, list[str]]:
    return {
        f"covers-{number}": [str(village.pk) for village in group if village.pk in served]
        for number, (_name, group) in enumerate(townships)
    }


def _crumbs(committee: Committee) -> list[tuple[str, str]]:
    return [(_("Stations"), reverse("stations", args=[committee.code]))]
