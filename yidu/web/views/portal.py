"""The front pages: a newspaper that proves itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yidu.people.models import Committee
from yidu.web.access import who
from yidu.web.actors import committee_of
from yidu.web.districts import district_shapes
from yidu.web.front import city_page, front_page


@who("everybody")
def portal(request: HttpRequest) -> HttpResponse:
    """The front page of the site's committee; of a site without one, where to begin."""
    if not Committee.objects.exists():
        return render(request, "portal/empty.html")
    return _front(request, committee_of(request))


@who("everybody")
def committee(request: HttpRequest, code: str) -> HttpResponse:
    return _front(request, committee_of(request, code))


def _front(request: HttpRequest, shown: Committee) -> HttpResponse:
    if Committee.objects.filter(parent=shown).exists():
        page = city_page(shown)
        return render(
            request,
            "portal/city.html",
            {
                "committee": shown,
                "page": page,
                "shapes": district_shapes(),
                "raised": {code: number for code, number in page.raised.items() if number},
                "addresses": {one.code: reverse("committee", args=[one.code]) for one, _titles in page.counties},
            },
        )
    front = front_page(shown)
    tagline = str(front.programmes[0].programme.title) if front.programmes else ""
    return render(request, "portal/county.html", {"committee": shown, "page": front, "tagline": tagline})
