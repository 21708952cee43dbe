"""Where people are heard: villages and their venues, and where nobody was heard for long."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.people.models import Committee
from yidu.web.access import who
from yidu.web.actors import committee_of, standing_in
from yidu.web.coverage import committee_has_villages
from yidu.web.heard_page import INSIDE, heard_page
from yidu.web.views.stations import station_kinds


@who("everybody")
def venues(request: HttpRequest, code: str) -> HttpResponse:
    """Coverage for everybody; for whoever serves the committee also when people were last heard, and where next."""
    committee, standing = committee_of(request, code), standing_in(request)
    inside = any(standing.has(power, committee.pk) for power in INSIDE)
    has_villages = committee_has_villages(committee)
    context = {
        "committee": committee,
        "inside": inside,
        "enters": standing.has("people", committee.pk),
        "page": heard_page(committee, standing, station_kinds(committee), inside=inside) if has_villages else None,
        "below": [] if has_villages else list(Committee.objects.filter(parent=committee).order_by("code")),
        "crumbs": [(_("Stations"), reverse("stations", args=[committee.code]))],
    }
    return render(request, "venues/venues.html", context)
