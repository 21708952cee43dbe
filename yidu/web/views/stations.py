"""Stations and coverage: which villages have a venue, a liaison, or none."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.ledger.figures import scope_of
from yidu.people.models import Appointment, Committee, Station
from yidu.people.queries import stations_of
from yidu.people.rules import has_power
from yidu.programmes.grammar.programme import StationKind
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of
from yidu.web.coverage import coverage_page, shares
from yidu.web.districts import district_shapes


@who("everybody")
def stations(request: HttpRequest, code: str) -> HttpResponse:
    """Coverage by township and village; `?without=venue` or `?without=liaison` shows the gaps alone."""
    committee = committee_of(request, code)
    without = request.GET.get("without", "")
    kinds = station_kinds(committee)
    open_now = stations_of(committee).order_by("kind", "place__code", "pk")
    return render(
        request,
        "stations/list.html",
        {
            "committee": committee,
            "without": without if without in ("venue", "liaison") else "",
            "coverage": coverage_page(committee, kinds, without=without),
            "stations": [
                (kinds[kind].title if kind in kinds else kind, list(some))
                for kind, some in groupby(open_now, lambda one: one.kind)
            ],
            "shapes": district_shapes(),
            "shares": shares(committee, kinds),
            "addresses": _addresses(committee),
            "keeps": has_power(actor_of(request), "people", committee_id=committee.pk),
        },
    )


@who("everybody")
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """One station: where, since when, which villages it serves; who works there, for those who work with them."""
    shown = get_object_or_404(Station.objects.select_related("place__parent", "committee__place"), pk=pk)
    actor, committee = actor_of(request), shown.committee
    named = any(has_power(actor, power, committee_id=committee.pk) for power in ("read", "office", "people"))
    posts = Appointment.objects.in_force(clock.today()).filter(station=shown).select_related("person", "role")
    kind = station_kinds(committee).get(shown.kind)
    return render(
        request,
        "stations/station.html",
        {
            "committee": committee,
            "station": shown,
            "kind": kind.title if kind else shown.kind,
            "villages": shown.covers.select_related("parent").order_by("code"),
            "posts": posts if named else [],
            "keeps": has_power(actor, "people", committee_id=committee.pk),
            "crumbs": [(_("Stations"), reverse("stations", args=[committee.code]))],
        },
    )


def station_kinds(committee: Committee) -> dict[str, StationKind]:
    """The kinds of station that the programmes of a committee, or of those below it, name."""
    editions = scope_of(committee).editions.values()
    return {id_: kind for edition in editions for id_, kind in edition.read.station.items()}


def _addresses(committee: Committee) -> dict[str, str]:
    below = Committee.objects.filter(parent=committee).values_list("code", flat=True)
    return {code: reverse("stations", args=[code]) for code in below}
